package io.gatecast.streams.explain;

import io.gatecast.core.StateSummary;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastFallback;
import io.gatecast.schema.ForecastStep;
import io.gatecast.streams.table.TimestampText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a forecast follows from, as text for people. */
public final class ExplanationText {
    private final PrintWriter out;

    /**
     * Creates a text.
     *
     * @param out receives it
     */
    public ExplanationText(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints where a recorded forecast comes from.
     *
     * @param recorded the forecast
     */
    public void origin(RecordedForecasts recorded) {
        Forecast forecast = recorded.forecast();
        String target = forecast.getTarget().isEmpty() ? "" : ", column " + forecast.getTarget();
        line("forecast", recorded.place() + ": series " + forecast.getKey() + target);
        line(
                "issued",
                "at event time " + TimestampText.format(forecast.getIssuedAtMs()) + ", step " + forecast.getStepCount()
                        + ", revision " + forecast.getRevision() + (forecast.getWarmup() ? ", warming up" : ""));
        line("model", forecast.getModelId());
    }

    /**
     * Prints what a forecast that was computed again follows from.
     *
     * @param replay where its input is
     * @param one the forecast
     * @param events number of events of the series that led to it
     */
    public void explain(InputReplay replay, Recomputed one, long events) {
        Forecast forecast = one.forecast();
        String cause = forecast.getSourceOffset() < 0
                ? "a clock closed the step"
                : "caused by " + replay.partition() + "@" + forecast.getSourceOffset();
        line("input", events + " events in " + replay.partition() + ", " + cause);
        if (replay.beginning() > 0) {
            line("", "records before offset " + replay.beginning() + " are gone, the series may have begun there");
        }
        StateSummary state = one.state();
        line("values", "latest " + state.recent().size() + ": " + numbers(state.recent()) + unobserved(state));
        line(
                "scale",
                "mean " + number(state.center()) + ", deviation " + number(state.deviation())
                        + " (as the model takes them)");
        line("calibration", "distances from the median times, for levels " + levels(forecast.getLevels()));
        for (int g = 0; g < state.calibratedSteps().size(); g++) {
            line(
                    "",
                    state.calibratedSteps().get(g) + " ahead: "
                            + numbers(state.factors().get(g)));
        }
        ledger(one.ledger());
        fallbacks(forecast);
        result(forecast, 0);
        if (forecast.getSteps().size() > 1) {
            result(forecast, forecast.getSteps().size() - 1);
        }
        line("state", forecast.getStateHash());
    }

    private static String unobserved(StateSummary state) {
        return state.unobserved() == 0 ? "" : " (the last " + state.unobserved() + " not observed but forecast)";
    }

    private void ledger(List<GroupRecord> groups) {
        String label = "ledger";
        for (GroupRecord group : groups) {
            if (group.outcomes() > 0) {
                line(
                        label,
                        "%s ahead: error of the model %s, last value %s, last season (%d) %s; inside %s and %s"
                                .formatted(
                                        steps(group.fromStep(), group.toStep()),
                                        number(group.modelError()),
                                        number(group.naiveError()),
                                        group.season(),
                                        number(group.seasonalError()),
                                        inside(group.innerLevel(), group.innerCoverage()),
                                        inside(group.outerLevel(), group.outerCoverage())));
                label = "";
            }
        }
    }

    private static String inside(double stated, double realised) {
        return Double.isNaN(realised)
                ? "-"
                : String.format(Locale.ROOT, "%.0f %% %.1f %%", stated * 100, realised * 100);
    }

    private void fallbacks(Forecast forecast) {
        if (forecast.getFallbacks().isEmpty()) {
            line("fallback", "none, all steps follow the model");
        }
        for (ForecastFallback part : forecast.getFallbacks()) {
            String rule = part.getSeason() == 1 ? "the last value" : "the value " + part.getSeason() + " steps before";
            line(
                    "fallback",
                    steps(part.getFromStep(), part.getToStep()) + " ahead: "
                            + String.format(Locale.ROOT, "%.0f %%", part.getShare() * 100) + " of " + rule);
        }
    }

    private static String steps(int from, int to) {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }

    private void result(Forecast forecast, int index) {
        ForecastStep step = forecast.getSteps().get(index);
        line(
                index == 0 ? "result" : "",
                (index + 1) + " ahead: " + number(step.getMean()) + ", quantiles " + numbers(step.getQuantiles()));
    }

    /**
     * Prints that the forecast is equal to the recorded one.
     */
    public void equal() {
        out.println("equal to the recorded forecast, bit for bit");
    }

    /**
     * Prints the first difference.
     *
     * @param first where the forecasts differ first
     */
    public void different(Difference first) {
        out.println("DIFFERENT from the recorded forecast, first in " + first.path() + ": recorded " + first.recorded()
                + ", computed " + first.recomputed());
    }

    /** Prints that the input does not lead to a forecast of this time at all. */
    public void nothing() {
        out.println("DIFFERENT from the recorded forecast: the input leads to none of this time");
    }

    private void line(String label, String text) {
        out.printf("%-12s%s%n", label, text);
    }

    private static String levels(List<Double> levels) {
        return levels.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(ExplanationText::number).collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
