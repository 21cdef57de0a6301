package io.gatecast.core.train;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;

/** Rounding of a model's weights to int8, and what that costs in accuracy on the validation part of the series. */
public final class Rounding {
    private static final String SETTING = "weights";

    private static final String NOT_MEASURED = "int8 (errors are those before rounding)";

    private final Model model;
    private final List<HorizonScore> scores;

    private Rounding(Model model, List<HorizonScore> scores) {
        this.model = model;
        this.scores = List.copyOf(scores);
    }

    /**
     * Rounds a model without scoring it.
     *
     * @param exact model with float32 weights
     * @return the rounded model, of which nothing is known
     */
    public static Rounding of(Model exact) {
        return new Rounding(exact.rounded(), List.of());
    }

    /**
     * Rounds a model and scores it beside the exact one, over the validation part that training itself would use.
     *
     * @param exact model with float32 weights
     * @param series series with the model's columns
     * @param threads number of threads; the result does not depend on it
     * @return the rounded model with its scores
     * @throws IllegalArgumentException if a series has other columns than the model
     */
    public static Rounding of(Model exact, List<TrainingSeries> series, int threads) {
        for (TrainingSeries s : series) {
            // One column may have any name; several could be mixed up.
            SeriesColumns expected =
                    SeriesColumns.of(exact.spec().columns(), exact.spec().roles());
            boolean one = exact.spec().columns().size() == 1 && s.columns().size() == 1;
            if (!s.roles()
                    .equals(one ? SeriesColumns.of(s.columns(), exact.spec().roles()) : expected)) {
                throw new IllegalArgumentException(
                        "the model takes the columns " + expected + ", series " + s.key() + " has " + s.roles());
            }
        }
        int[] validationStarts = ValidationSplit.starts(series, exact.spec().horizon());
        Model rounded = exact.rounded();
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return new Rounding(
                    rounded,
                    pool.submit(() -> new Evaluation(PreparedSeries.all(exact.spec(), series, validationStarts))
                                    .scores(rounded, exact))
                            .join());
        } finally {
            pool.shutdown();
        }
    }

    /**
     * The model with rounded weights.
     *
     * @return model
     * @see Model#rounded()
     */
    public Model model() {
        return model;
    }

    /**
     * What rounding costs.
     *
     * @return errors before and after, per group of steps ahead; empty if nothing could be scored
     */
    public List<Loss> losses() {
        return scores.stream()
                .map(score -> new Loss(score.target(), score.fromStep(), score.toStep(), score.linear(), score.model()))
                .toList();
    }

    /**
     * The report of the rounded model: errors and coverage are its own where they were measured, and the setting {@code
     * weights} tells those before.
     *
     * @param exact report of the exact model
     * @return the report
     */
    public TrainingReport report(TrainingReport exact) {
        Map<String, String> settings = new LinkedHashMap<>(exact.settings());
        settings.put(SETTING, scores.isEmpty() ? NOT_MEASURED : "int8 (MASE " + text(losses()) + ")");
        List<HorizonScore> after = new ArrayList<>();
        for (HorizonScore before : exact.scores()) {
            after.add(scores.stream()
                    .filter(s -> s.target().equals(before.target())
                            && s.fromStep() == before.fromStep()
                            && s.toStep() == before.toStep())
                    .map(s -> new HorizonScore(
                            s.target(),
                            s.fromStep(),
                            s.toStep(),
                            s.model(),
                            s.naive(),
                            s.seasonalNaive(),
                            before.linear(),
                            s.coverage80(),
                            s.coverage95()))
                    .findFirst()
                    .orElse(before));
        }
        return new TrainingReport(settings, after);
    }

    private static String text(List<Loss> losses) {
        return losses.stream().map(Loss::toString).collect(Collectors.joining("; "));
    }

    /**
     * Error over a group of steps ahead.
     *
     * @param target name of the target; empty if the model has only one
     * @param fromStep first step ahead of the group
     * @param toStep last step ahead of the group
     * @param before MASE of the exact model
     * @param after MASE of the rounded model
     */
    public record Loss(String target, int fromStep, int toStep, double before, double after) {
        /**
         * The group's name.
         *
         * @return steps ahead, such as {@code 2-12}, after the target if it has a name
         */
        public String steps() {
            String steps = fromStep == toStep ? Integer.toString(fromStep) : fromStep + "-" + toStep;
            return target.isEmpty() ? steps : target + " " + steps;
        }

        /** Names the group and both errors, such as {@code 2-12: 0.3340 -> 0.3342}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: %.4f -> %.4f", steps(), before, after);
        }
    }
}
