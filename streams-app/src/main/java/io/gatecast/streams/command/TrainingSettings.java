package io.gatecast.streams.command;

import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.train.TrainingOptions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how to train, whatever the cell. */
final class TrainingSettings {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--horizon", required = true, paramLabel = "H", description = "Number of steps ahead to forecast.")
    private int horizon;

    @Option(
            names = "--seasons",
            paramLabel = "N",
            split = ",",
            description =
                    "Lengths of the seasons in steps, such as 24,168; none for no season; online to look for them in"
                            + " every series by itself while it is forecast (default: found by autocorrelation).")
    private List<String> seasons;

    @Option(
            names = "--reset",
            paramLabel = "VARIANT",
            description = "Reset gate of a GRU: ${COMPLETION-CANDIDATES} (default: RESET_AFTER).")
    private Optional<ResetVariant> reset;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Elements of a hidden vector (default: by the number of rows).")
    private Optional<Integer> hidden;

    @Option(names = "--layers", paramLabel = "N", description = "Recurrent layers.")
    private Optional<Integer> layers;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the series at most.")
    private Optional<Integer> epochs;

    @Option(names = "--seed", paramLabel = "N", description = "Same seed and data, same model, bit for bit.")
    private Optional<Long> seed;

    @Option(
            names = "--scale-window",
            paramLabel = "N",
            description = "Latest values that the running scale is taken over (default: by the linear part's error).")
    private Optional<Integer> scaleWindow;

    @Option(
            names = "--seasonal-repeats",
            paramLabel = "N",
            description = "Past periods of each season that are seen (default: 2 or 4, by the linear part's error).")
    private Optional<Integer> seasonalRepeats;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Highest learning rate of the recurrent part (default: by the number of rows).")
    private Optional<Double> learningRate;

    @Option(
            names = "--levels",
            paramLabel = "P",
            split = ",",
            description = "Quantile levels, ascending and with 0.5, such as 0.05,0.5,0.95.")
    private List<Double> levels;

    @Option(
            names = "--transform",
            paramLabel = "KIND",
            description = "Mapping of values before scaling: ${COMPLETION-CANDIDATES} (default: found).")
    private Optional<Transform> transform;

    @Option(
            names = "--calendar",
            negatable = true,
            description =
                    "Whether hour of day and day of week are inputs (default: if the step and the time span allow).")
    private Optional<Boolean> calendar;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Time zone of hour of day and day of week, such as Europe/Berlin; daylight saving is followed"
                    + " (default: UTC).")
    private Optional<ZoneId> zone;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to train with (default: all processors).")
    private Optional<Integer> threads;

    /** Returns what the options say; everything else is found in the data. */
    TrainingOptions.Builder toBuilder() {
        TrainingOptions.Builder builder = TrainingOptions.builder(horizon);
        if (List.of("online").equals(seasons)) {
            builder.findSeasons();
        } else if (seasons != null) {
            builder.seasons(seasonLengths());
        }
        if (levels != null) {
            builder.levels(levels);
        }
        reset.ifPresent(builder::reset);
        hidden.ifPresent(builder::hidden);
        layers.ifPresent(builder::layers);
        epochs.ifPresent(builder::epochs);
        seed.ifPresent(builder::seed);
        scaleWindow.ifPresent(builder::scaleWindow);
        seasonalRepeats.ifPresent(builder::seasonalRepeats);
        learningRate.ifPresent(builder::learningRate);
        transform.ifPresent(builder::transform);
        calendar.ifPresent(builder::calendar);
        zone.ifPresent(builder::zone);
        threads.ifPresent(builder::threads);
        return builder;
    }

    /** Returns the seed given, or else the trainer's own. */
    long seed() {
        return seed.orElse(TrainingOptions.DEFAULT_SEED);
    }

    private List<Integer> seasonLengths() {
        if (seasons.equals(List.of("none"))) {
            return List.of();
        }
        List<Integer> lengths = new ArrayList<>();
        for (String text : seasons) {
            try {
                lengths.add(Integer.valueOf(text.trim()));
            } catch (NumberFormatException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--seasons must be whole numbers of steps, none or online, was '" + text + "'");
            }
        }
        return lengths;
    }
}
