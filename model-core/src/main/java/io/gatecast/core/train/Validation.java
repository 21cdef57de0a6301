package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.recurrent.CellTrace;
import java.util.List;
import java.util.stream.IntStream;

/** Pinball loss on a part of every series: its validation part, which training never sees, or as many rows before it. */
final class Validation {
    /** Steps taken before the validation part so that the hidden state is warm. */
    private static final int RUN_IN = 240;

    private static final int MOST_ORIGINS = 30_000;

    private final List<PreparedSeries> series;
    private final SampleWeights weights;
    private final int[] from;
    private final int[] to;
    private final int stride;

    private Validation(List<PreparedSeries> series, SampleWeights weights, int[] from, int[] to) {
        this.series = series;
        this.weights = weights;
        this.from = from;
        this.to = to;
        long origins = 0;
        for (int i = 0; i < from.length; i++) {
            origins += to[i] - from[i];
        }
        stride = (int) Math.max(1, origins / MOST_ORIGINS);
    }

    /** The most recent part of every series that has a validation part. */
    static Validation of(List<PreparedSeries> series, SampleWeights weights) {
        int[] from = series.stream().mapToInt(PreparedSeries::validationStart).toArray();
        int[] to = series.stream().mapToInt(PreparedSeries::rows).toArray();
        return new Validation(series, weights, from, to);
    }

    /** The most recent part of every series that was learned. */
    static Validation ofLearnedRows(List<PreparedSeries> series, SampleWeights weights, int horizon) {
        int[] to = series.stream().mapToInt(PreparedSeries::validationStart).toArray();
        int[] from = IntStream.range(0, to.length)
                .map(i -> Math.min(to[i], ValidationSplit.start(to[i], horizon)))
                .toArray();
        return new Validation(series, weights, from, to);
    }

    /** Weighted mean over targets, origins, levels and steps; NaN if there is no origin. Runs on the caller's fork-join pool. */
    double loss(Model model) {
        double[][] parts = new double[series.size()][];
        IntStream.range(0, parts.length).parallel().forEach(i -> parts[i] = loss(model, i));
        double loss = 0;
        double weight = 0;
        for (double[] part : parts) {
            loss += part[0];
            weight += part[1];
        }
        return loss / weight;
    }

    /** Origins are every so many rows, in each series others, or series shorter than that would all have the same or none. */
    private double[] loss(Model model, int index) {
        PreparedSeries s = series.get(index);
        int rows = to[index];
        int shift = index % stride;
        int firstOrigin = Math.max(0, from[index] - 1);
        firstOrigin += Math.floorMod(-shift - firstOrigin, stride);
        if (firstOrigin + 1 >= rows) {
            return new double[2];
        }
        SeriesView view = s.newView();
        FeatureVector features = model.features().newVector();
        CellTrace[] traces = model.recurrent().newTraces();
        float[][] state = model.recurrent().initialState();
        float[][] next = model.recurrent().initialState();
        int horizon = model.spec().horizon();
        float[] location = new float[horizon];
        float[] out = new float[model.head().outputSize()];
        double loss = 0;
        double weight = 0;
        for (int row = Math.max(0, firstOrigin - RUN_IN); row + 1 < rows; row++) {
            s.moveTo(row, view);
            model.features().write(view, s.timestampMs(row), features);
            model.recurrent().step(features.recurrent(), state, next, traces);
            float[][] swap = state;
            state = next;
            next = swap;
            if (row >= firstOrigin && (row + shift) % stride == 0) {
                float[] hidden = state.length == 0 ? location : state[state.length - 1];
                for (int t = 0; t < model.heads().size(); t++) {
                    double originWeight = weights.of(s, t, row);
                    model.heads().get(t).apply(features.target(t), hidden, location, out);
                    loss += originWeight * pinball(model, s, t, row, rows, features.target(t), out);
                    weight += originWeight;
                }
            }
        }
        return new double[] {loss, weight};
    }

    private static double pinball(
            Model model, PreparedSeries s, int targetIndex, int row, int rows, TargetFeatures scale, float[] out) {
        int horizon = model.spec().horizon();
        double sum = 0;
        int count = 0;
        for (int k = 1; k <= horizon && row + k < rows; k++) {
            float target = s.scaledTarget(targetIndex, row + k, k, scale, ChunkPass.TARGET_CLIP);
            if (Float.isNaN(target)) {
                continue;
            }
            for (int q = 0; q < model.spec().levels().size(); q++) {
                double level = model.spec().levels().get(q);
                double error = target - out[q * horizon + k - 1];
                sum += error >= 0 ? level * error : (level - 1) * error;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
