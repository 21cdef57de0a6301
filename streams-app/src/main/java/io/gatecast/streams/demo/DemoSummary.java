package io.gatecast.streams.demo;

import io.gatecast.streams.plant.FaultKind;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a demo run came to.
 *
 * @param events observations put on the input topic
 * @param forecasts forecasts read from the output topic
 * @param rejected records read from the dead-letter topic
 * @param season length in steps of the seasonal naive forecast compared with
 * @param horizon number of steps ahead forecast
 * @param next accuracy one step ahead
 * @param farthest accuracy at the last step of the horizon
 * @param faults faults injected, by kind
 */
public record DemoSummary(
        long events,
        long forecasts,
        long rejected,
        int season,
        int horizon,
        Accuracy next,
        Accuracy farthest,
        Map<FaultKind, Integer> faults) {

    public DemoSummary {
        faults = Map.copyOf(faults);
    }

    /**
     * Prints the summary for people.
     *
     * @param out where to
     */
    public void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%,d events, %,d forecasts, %,d rejected%n", events, forecasts, rejected);
        print(out, 1, next);
        if (horizon > 1) {
            print(out, horizon, farthest);
        }
        if (!faults.isEmpty()) {
            out.println("faults injected, and left in all figures: "
                    + faults.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(fault -> fault.getValue() + " "
                                    + fault.getKey()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' '))
                            .collect(Collectors.joining(", ")));
        }
        out.flush();
    }

    private void print(PrintWriter out, int step, Accuracy accuracy) {
        if (accuracy.outcomes() == 0) {
            out.printf(Locale.ROOT, "step %-3d no outcomes to compare with yet%n", step);
            return;
        }
        out.printf(
                Locale.ROOT,
                "step %-3d error %.2f of seasonal naive's (season %d), skill %.0f %%; bands of 80/90/95 %% covered"
                        + " %s / %s / %s of %,d outcomes%n",
                step,
                accuracy.relativeError(),
                season,
                accuracy.skill() * 100,
                share(accuracy.covered80()),
                share(accuracy.covered90()),
                share(accuracy.covered95()),
                accuracy.outcomes());
    }

    private static String share(double covered) {
        return Double.isNaN(covered) ? "-" : String.format(Locale.ROOT, "%.1f %%", covered * 100);
    }
}
