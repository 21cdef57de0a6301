package io.gatecast.core.train;

import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Decides the settings of a model from the options and, where they are silent, from the data. */
final class SpecFinder {
    private static final int RECENT_LAGS = 24;
    private static final int FEW_LAGS = 4;

    /** A week of quarters of an hour. */
    private static final int LONGEST_SEASON = 672;

    private static final int DEFAULT_WINDOW = 168;
    private static final int SHORTEST_WINDOW = 48;
    private static final int LONGEST_WINDOW = 1000;
    private static final int FEWEST_WINDOWS = 6;
    private static final int REPEATS = 2;
    private static final int MANY_REPEATS = 4;
    private static final int LONGEST_RING = 2_000;

    /** A setting that costs memory must lower the error at least by this factor. */
    private static final double WORTHWHILE = 0.99;

    private static final int FEW_ROWS = 2_000;
    private static final int MANY_ROWS = 20_000;
    private static final double SMALLEST_SHARE_FOR_LOG = 0.01;
    private static final long DAY_MS = 86_400_000L;

    private final TrainingOptions options;
    private final List<TrainingSeries> series;
    private final int[] validationStarts;
    private final Settings settings;

    SpecFinder(TrainingOptions options, List<TrainingSeries> series, int[] validationStarts, Settings settings) {
        this.options = options;
        this.series = series;
        this.validationStarts = validationStarts;
        this.settings = settings;
    }

    ModelSpec find() {
        long rows = series.stream().mapToLong(TrainingSeries::rows).sum();
        noteSize("series", series.size(), "about ", options.seriesInInput());
        noteSize("rows", rows, "", options.rowsInInput());
        long stepMs = options.findsSeasons() ? 0 : stepMs();
        settings.note(
                "step",
                stepMs == 0 ? "none" : Duration.ofMillis(stepMs).toString(),
                options.findsSeasons() ? "found in every series by itself" : "most common interval");
        settings.note("horizon", Integer.toString(options.horizon()), "given");
        ColumnRoles roles = new ColumnFinder(series, settings).find();
        List<Integer> seasons = options.findsSeasons()
                ? List.of()
                : options.seasons().orElseGet(() -> SeasonFinder.find(series, stepMs));
        settings.note(
                "seasons",
                options.findsSeasons() ? "up to " + LONGEST_SEASON : seasons.toString(),
                options.findsSeasons()
                        ? "found in every series by itself"
                        : options.seasons().isPresent() ? "given" : "repeat best in the data");
        Transform transform =
                options.transform().orElseGet(() -> options.findsSeasons() ? Transform.IDENTITY : transform());
        settings.note(
                "transform",
                transform.name(),
                options.transform().isPresent()
                        ? "given"
                        : transform == Transform.LOG ? "all values positive" : "values at or near zero, or negative");
        int window = options.scaleWindow()
                .orElse(
                        seasons.isEmpty()
                                ? DEFAULT_WINDOW
                                : Math.min(LONGEST_WINDOW, Math.max(SHORTEST_WINDOW, seasons.get(seasons.size() - 1))));
        boolean calendar =
                options.calendar().orElseGet(() -> stepMs > 0 && stepMs <= DAY_MS && longestSpanMs() >= 14 * DAY_MS);
        settings.note(
                "calendar",
                Boolean.toString(calendar),
                options.calendar().isPresent() ? "given" : "step and time span");
        if (calendar) {
            settings.note("time zone", options.zone().getId(), "given or default");
        }
        int hidden = options.hidden().orElseGet(() -> rows < FEW_ROWS ? 16 : rows < MANY_ROWS ? 32 : 64);
        settings.note(
                "cell", options.cell().name() + (hidden == 0 ? " (none: hidden size 0)" : ""), "given or default");
        settings.note("hidden", Integer.toString(hidden), options.hidden().isPresent() ? "given" : "number of rows");
        settings.note("seed", Long.toString(options.seed()), "given or default");
        ModelSpec found = new ModelSpec(
                options.cell(),
                options.reset(),
                hidden,
                options.layers(),
                options.horizon(),
                options.levels(),
                seasons,
                window,
                transform,
                transform == Transform.LOG ? logFloor() : 0,
                priorScale(transform),
                stepMs,
                calendar,
                options.findsSeasons() ? FEW_LAGS : RECENT_LAGS,
                options.seasonalRepeats().orElse(REPEATS),
                series.get(0).columns(),
                roles,
                options.findsSeasons() ? LONGEST_SEASON : 0,
                options.zone());
        return options.findsSeasons() ? found : tried(found);
    }

    /** The settings that shape the linear part, chosen by trying them unless they are given. */
    private ModelSpec tried(ModelSpec given) {
        LinearTrial trial = new LinearTrial(series, validationStarts, given);
        ModelSpec best = given;
        double least = trial.error(given);
        for (ModelSpec candidate : longerWindows(given)) {
            double error = trial.error(candidate);
            if (error < WORTHWHILE * least) {
                best = candidate;
                least = error;
            }
        }
        settings.note("scale window", Integer.toString(best.scaleWindow()), why(options.scaleWindow()));
        if (mayRepeatMore(given)) {
            ModelSpec candidate = best.withSeasonalRepeats(MANY_REPEATS);
            if (trial.error(candidate) < WORTHWHILE * least) {
                best = candidate;
            }
        }
        settings.note("seasonal repeats", Integer.toString(best.seasonalRepeats()), why(options.seasonalRepeats()));
        return best;
    }

    private static String why(OptionalInt option) {
        return option.isPresent() ? "given" : "smallest linear error";
    }

    private List<ModelSpec> longerWindows(ModelSpec given) {
        List<ModelSpec> longer = new ArrayList<>();
        if (options.scaleWindow().isEmpty()) {
            long longest = Math.min(LONGEST_WINDOW, medianRows() / FEWEST_WINDOWS);
            for (int window = 2 * given.scaleWindow(); window <= longest; window *= 2) {
                longer.add(given.withScaleWindow(window));
            }
        }
        return longer;
    }

    private boolean mayRepeatMore(ModelSpec given) {
        if (options.seasonalRepeats().isPresent() || given.seasons().isEmpty()) {
            return false;
        }
        long ring = (long) MANY_REPEATS * given.seasons().get(given.seasons().size() - 1);
        return ring <= Math.min(LONGEST_RING, medianRows());
    }

    private long medianRows() {
        int[] rows = series.stream().mapToInt(TrainingSeries::rows).sorted().toArray();
        return rows[rows.length / 2];
    }

    private void noteSize(String name, long size, String about, OptionalLong inInput) {
        if (inInput.isEmpty()) {
            settings.note(name, Long.toString(size), "in the input");
        } else {
            settings.note(name, size + " of " + about + inInput.getAsLong(), "a sample that fits the memory");
        }
    }

    /** The most common interval between two rows; the smaller of two equally common ones. */
    private long stepMs() {
        Map<Long, Integer> counts = new TreeMap<>();
        for (TrainingSeries s : series) {
            int rows = Math.min(s.rows(), 1000);
            for (int row = 1; row < rows; row++) {
                counts.merge(s.timestampMs(row) - s.timestampMs(row - 1), 1, Integer::sum);
            }
        }
        long best = 0;
        int most = 0;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }

    private long longestSpanMs() {
        return series.stream()
                .filter(s -> s.rows() > 0)
                .mapToLong(s -> s.timestampMs(s.rows() - 1) - s.timestampMs(0))
                .max()
                .orElse(0);
    }

    /** Logarithm where every value is positive and none is tiny against its series' median. */
    private Transform transform() {
        for (TrainingSeries s : series) {
            for (int c = 0; c < s.columns().size(); c++) {
                double[] sorted = sortedValues(s, c);
                if (sorted.length > 0 && sorted[0] < SMALLEST_SHARE_FOR_LOG * sorted[sorted.length / 2]
                        || sorted.length > 0 && sorted[0] <= 0) {
                    return Transform.IDENTITY;
                }
            }
        }
        return Transform.LOG;
    }

    /** A hundredth of the smallest value seen, so that the floor touches only values unlike any in training. */
    private double logFloor() {
        double smallest = Double.POSITIVE_INFINITY;
        for (TrainingSeries s : series) {
            for (int c = 0; c < s.columns().size(); c++) {
                double[] sorted = sortedValues(s, c);
                for (double value : sorted) {
                    if (value > 0) {
                        smallest = Math.min(smallest, value);
                        break;
                    }
                }
            }
        }
        return Double.isInfinite(smallest) ? 1e-9 : smallest / 100;
    }

    private double priorScale(Transform transform) {
        List<Double> scales = new ArrayList<>();
        for (TrainingSeries s : series) {
            for (int target = 0; target < s.roles().targets().size(); target++) {
                addScale(s, target, transform, scales);
            }
        }
        if (scales.isEmpty()) {
            return 1;
        }
        double[] sorted =
                scales.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Math.max(1e-3, Math.min(10, sorted[sorted.length / 2]));
    }

    private static void addScale(TrainingSeries s, int target, Transform transform, List<Double> scales) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        double first = Double.NaN;
        for (int row = 0; row < s.rows(); row++) {
            double value = transform.apply(s.value(target, row), Double.MIN_NORMAL);
            if (!Double.isNaN(value)) {
                first = count == 0 ? value : first;
                sum += value - first;
                squares += (value - first) * (value - first);
                count++;
            }
        }
        if (count > 1) {
            double deviation = Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count)));
            scales.add(transform == Transform.LOG ? deviation : deviation / Math.max(1e-9, Math.abs(first)));
        }
    }

    private static double[] sortedValues(TrainingSeries s, int column) {
        double[] values = new double[s.rows()];
        int count = 0;
        for (int row = 0; row < s.rows(); row++) {
            double value = s.value(column, row);
            if (!Double.isNaN(value)) {
                values[count++] = value;
            }
        }
        double[] present = Arrays.copyOf(values, count);
        Arrays.sort(present);
        return present;
    }
}
