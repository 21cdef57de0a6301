package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells settings apart that shape the linear part, such as the scale window, by fitting that part alone to a sample of the
 * training origins and measuring its error on the validation part.
 */
final class LinearTrial {
    private static final int MOST_ORIGINS = 12_000;
    private static final long MOST_ROWS = 400_000;

    private final List<TrainingSeries> series;
    private final int[] validationStarts;
    private final SampleWeights unit;

    /**
     * Prepares trials.
     *
     * @param series all series; of very many, a regular sample is used
     * @param validationStarts first row of the validation part of each
     * @param reference settings whose mean weight is the unit of all errors
     */
    LinearTrial(List<TrainingSeries> series, int[] validationStarts, ModelSpec reference) {
        long rows = series.stream().mapToLong(TrainingSeries::rows).sum();
        int every = (int) Math.max(1, (rows + MOST_ROWS - 1) / MOST_ROWS);
        int[] chosen = IntStream.range(0, validationStarts.length)
                .filter(i -> i / ValidationSplit.SPARSEST % every == 0)
                .toArray();
        this.series = IntStream.of(chosen).mapToObj(series::get).toList();
        this.validationStarts =
                IntStream.of(chosen).map(i -> validationStarts[i]).toArray();
        unit = new SampleWeights(
                PreparedSeries.all(reference, this.series, this.validationStarts),
                reference.roles().targets());
    }

    /** Mean absolute error of the median over a few steps ahead, in units that settings do not change; NaN if there is none. */
    double error(ModelSpec spec) {
        List<PreparedSeries> prepared = PreparedSeries.all(spec, series, validationStarts);
        Model model = new Model(spec.withHidden(0));
        int horizon = spec.horizon();
        int[] steps = IntStream.of(1, (horizon + 3) / 4, (horizon + 1) / 2, horizon)
                .distinct()
                .map(k -> k - 1)
                .toArray();
        for (int t = 0; t < model.heads().size(); t++) {
            new LinearStart(model, t, prepared, unit, MOST_ORIGINS).fit(steps);
        }
        long origins =
                prepared.stream().mapToLong(s -> s.rows() - s.validationStart()).sum();
        int stride = (int) Math.max(1, origins / MOST_ORIGINS);
        double[][] parts = new double[prepared.size()][];
        IntStream.range(0, parts.length)
                .parallel()
                .forEach(i -> parts[i] = error(model, prepared.get(i), steps, stride));
        double error = 0;
        double count = 0;
        for (double[] part : parts) {
            error += part[0];
            count += part[1];
        }
        return error / count;
    }

    private double[] error(Model model, PreparedSeries s, int[] steps, int stride) {
        SeriesView view = s.newView();
        FeatureVector features = model.features().newVector();
        float[] location = new float[model.spec().horizon()];
        float[] out = new float[model.head().outputSize()];
        double error = 0;
        double count = 0;
        for (int row = Math.max(0, s.validationStart() - 1); row + 1 < s.rows(); row += stride) {
            s.moveTo(row, view);
            model.features().write(view, s.timestampMs(row), features);
            for (int t = 0; t < model.heads().size(); t++) {
                model.heads().get(t).apply(features.target(t), location, location, out);
                for (int k : steps) {
                    double missed = error(model.spec(), s, t, row, k + 1, features.target(t), out);
                    if (!Double.isNaN(missed)) {
                        error += unit.of(s, t, row) * missed;
                        count++;
                    }
                }
            }
        }
        return new double[] {error, count};
    }

    /** Absolute error of the median some steps ahead, scaled; NaN where there is no outcome. */
    private static double error(
            ModelSpec spec, PreparedSeries s, int target, int row, int ahead, TargetFeatures scale, float[] quantiles) {
        if (row + ahead >= s.rows()) {
            return Double.NaN;
        }
        float median = quantiles[spec.medianIndex() * spec.horizon() + ahead - 1];
        return Math.abs(s.scaledTarget(target, row + ahead, ahead, scale, ChunkPass.TARGET_CLIP) - median);
    }
}
