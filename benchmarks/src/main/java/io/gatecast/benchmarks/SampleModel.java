package io.gatecast.benchmarks;

import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What all benchmarks measure: the model that training makes of hourly data with a daily and a weekly season, and such data. Weights
 * are random; what they are changes no time.
 */
public final class SampleModel {
    /** Length of a step. */
    public static final long STEP_MS = 3_600_000;

    /** Steps ahead forecast. */
    public static final int HORIZON = 24;

    private static final long START_MS = 1_577_836_800_000L; // 2020-01-01T00:00Z
    private static final int DAY = 24;
    private static final int WEEK = 168;
    private static final List<Double> LEVELS = List.of(0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975);

    private SampleModel() {}

    /**
     * Settings as training chooses them.
     *
     * @param hidden hidden size
     * @return settings
     */
    public static ModelSpec spec(int hidden) {
        return new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                hidden,
                1,
                HORIZON,
                LEVELS,
                List.of(DAY, WEEK),
                WEEK,
                Transform.IDENTITY,
                0,
                0.3,
                STEP_MS,
                true,
                24,
                2,
                List.of("value"));
    }

    /**
     * A model.
     *
     * @param hidden hidden size
     * @return a model with random weights
     */
    public static Model model(int hidden) {
        Model model = new Model(spec(hidden));
        SplittableRandom random = new SplittableRandom(hidden);
        model.parameters().forEach((name, matrix) -> fill(matrix, name.startsWith("head") ? 0.02 : 0.3, random));
        float[] bias = model.heads().get(0).bias().column(0);
        for (int i = 0; i < bias.length; i++) {
            bias[i] += (float) (3 * (LEVELS.get(i / HORIZON) - 0.5)); // quantiles that stand apart, as trained ones do
        }
        return model;
    }

    /**
     * The same as it is deployed.
     *
     * @param hidden hidden size
     * @return a model with random weights and its id
     */
    public static Artifact artifact(int hidden) {
        Model model = model(hidden);
        return new Artifact(
                ArtifactFile.id(model),
                "benchmark",
                model,
                new TrainingReport(Map.of(), List.of()),
                WeightEncoding.FLOAT32);
    }

    /** Fills a matrix with random numbers of some magnitude. */
    static void fill(ColumnMatrix matrix, double limit, SplittableRandom random) {
        for (int c = 0; c < matrix.columns(); c++) {
            float[] column = matrix.column(c);
            for (int r = 0; r < column.length; r++) {
                column[r] = (float) random.nextDouble(-limit, limit);
            }
        }
    }

    /** Random numbers of magnitude 1. */
    static float[] vector(int length, SplittableRandom random) {
        float[] vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }

    /**
     * Time of a row.
     *
     * @param row index of the row
     * @return event time
     */
    public static long timestampMs(long row) {
        return START_MS + row * STEP_MS;
    }

    /**
     * Value of a row: level, day, week and noise.
     *
     * @param row index of the row
     * @param random where the noise comes from
     * @return value
     */
    public static double value(long row, SplittableRandom random) {
        return 100
                + 10 * Math.sin(2 * Math.PI * row / DAY)
                + 5 * Math.sin(2 * Math.PI * row / WEEK)
                + random.nextDouble(-3, 3);
    }

    /**
     * A series.
     *
     * @param rows number of observations
     * @param seed chooses the noise
     * @return observations in order of time
     */
    public static Observation[] series(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Observation[] series = new Observation[rows];
        for (int row = 0; row < rows; row++) {
            series[row] = new Observation(timestampMs(row), value(row, random));
        }
        return series;
    }
}
