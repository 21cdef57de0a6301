package io.gatecast.benchmarks;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.RCFCaster;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.amazon.randomcutforest.parkservices.config.Calibration;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.recurrent.CellTrace;
import io.gatecast.core.recurrent.RecurrentCell;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole step, from an observation to 24 steps of nine calibrated quantiles and an anomaly score, beside the recurrent part of the
 * same model alone, and beside random cut forests that update, forecast as many steps and score, set up as OpenSearch does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class StepBenchmark {
    private static final int SEEN = 600;
    private static final int WEEKS = 512;

    /** Hidden size. */
    @Param("64")
    public int hidden;

    private static double[] values() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[168 * WEEKS];
        for (int row = 0; row < values.length; row++) {
            values[row] = SampleModel.value(row, random);
        }
        return values;
    }

    /** A series in Gatecast. */
    abstract static class Own {
        private final Optional<DetectorSettings> detection;
        private Forecaster forecaster;
        private SeriesState state;
        private Observation[] observations;
        private int row;

        Own(Optional<DetectorSettings> detection) {
            this.detection = detection;
        }

        void prepare(Model model) {
            forecaster = new Forecaster(model, detection);
            state = forecaster.initialState();
            double[] values = values();
            observations = new Observation[values.length];
            for (int i = 0; i < values.length; i++) {
                observations[i] = new Observation(SampleModel.timestampMs(i), values[i]);
            }
            for (int i = 0; i < SEEN; i++) {
                step();
            }
        }

        /** Observations are made beforehand, so that what is allocated is allocated by the step. */
        Step step() {
            return forecaster.step(state, observations[row++ % observations.length]);
        }
    }

    /** With light detection, as by default. */
    @State(Scope.Thread)
    public static class Everything extends Own {
        /** By default. */
        public Everything() {
            super(Optional.of(new DetectorSettings(DetectorProfile.LIGHT)));
        }

        /**
         * Lets a series grow up.
         *
         * @param params hidden size
         */
        @Setup
        public void prepare(StepBenchmark params) {
            prepare(SampleModel.model(params.hidden));
        }
    }

    /** Without detection. */
    @State(Scope.Thread)
    public static class WithoutDetection extends Own {
        /** No detection. */
        public WithoutDetection() {
            super(Optional.empty());
        }

        /**
         * Lets a series grow up.
         *
         * @param params hidden size
         */
        @Setup
        public void prepare(StepBenchmark params) {
            prepare(SampleModel.model(params.hidden));
        }
    }

    /**
     * Everything that is on by default.
     *
     * @param own series
     * @return what came of it
     */
    @Benchmark
    public Step everything(Everything own) {
        return own.step();
    }

    /**
     * The same without anomalies.
     *
     * @param own series
     * @return what came of it
     */
    @Benchmark
    public Step withoutDetection(WithoutDetection own) {
        return own.step();
    }

    /** The recurrent part of the model. */
    @State(Scope.Thread)
    public static class Recurrent {
        private RecurrentCell cell;
        private CellTrace trace;
        private float[] x;
        private float[] state;
        private float[] next;

        /**
         * Takes it out of the model.
         *
         * @param params hidden size
         */
        @Setup
        public void prepare(StepBenchmark params) {
            cell = SampleModel.model(params.hidden).recurrent().layers().get(0);
            trace = cell.newTrace();
            x = SampleModel.vector(cell.inputSize(), new SplittableRandom(2));
            state = new float[cell.stateSize()];
            next = new float[cell.stateSize()];
        }
    }

    /**
     * The recurrent part alone.
     *
     * @param own cell
     * @return hidden state
     */
    @Benchmark
    public float[] recurrentPart(Recurrent own) {
        own.cell.step(own.x, own.state, own.next, own.trace);
        float[] swap = own.state;
        own.state = own.next;
        own.next = swap;
        return own.state;
    }

    /*
     * As OpenSearch's forecasting and anomaly detection set them up: 50 trees of 256 samples, shingles of 8, no bounding boxes kept,
     * a memory of ten samples' worth of values.
     */
    private static <T extends ThresholdedRandomCutForest.Builder<T>> T asInOpenSearch(
            ThresholdedRandomCutForest.Builder<T> builder) {
        int samples = 256;
        int shingle = 8;
        double decay = 1.0 / (10 * samples);
        return builder.dimensions(shingle)
                .shingleSize(shingle)
                .numberOfTrees(50)
                .sampleSize(samples)
                .internalShinglingEnabled(true)
                .anomalyRate(0.005)
                .outputAfter(32)
                .timeDecay(decay)
                .transformDecay(decay)
                .initialAcceptFraction(32.0 / samples)
                .parallelExecutionEnabled(false)
                .boundingBoxCacheFraction(0)
                .transformMethod(TransformMethod.NORMALIZE)
                .forestMode(ForestMode.STANDARD)
                .randomSeed(42);
    }

    /** A series in a random cut forest. */
    abstract static class Forest {
        private ThresholdedRandomCutForest forest;
        private double[] values;
        private long row;

        void prepare(ThresholdedRandomCutForest made) {
            forest = made;
            values = values();
            for (int i = 0; i < SEEN; i++) {
                step();
            }
        }

        AnomalyDescriptor step() {
            double[] value = {values[(int) (row % values.length)]};
            return forest.process(value, SampleModel.timestampMs(row++) / 1_000);
        }
    }

    /** A forest that forecasts. */
    @State(Scope.Thread)
    public static class Caster extends Forest {
        /** Lets a series grow up. */
        @Setup
        public void prepare() {
            prepare(asInOpenSearch(RCFCaster.builder())
                    .calibration(Calibration.MINIMAL)
                    .forecastHorizon(SampleModel.HORIZON)
                    .build());
        }
    }

    /**
     * Update, forecast and score of a random cut forest.
     *
     * @param caster series
     * @return what came of it
     */
    @Benchmark
    public AnomalyDescriptor randomCutForecast(Caster caster) {
        return caster.step();
    }

    /** A forest that detects. */
    @State(Scope.Thread)
    public static class Thresholded extends Forest {
        /** Lets a series grow up. */
        @Setup
        public void prepare() {
            prepare(asInOpenSearch(new DetectingBuilder()).build());
        }
    }

    /** The library's own builder is of no type that can be named. */
    private static final class DetectingBuilder extends ThresholdedRandomCutForest.Builder<DetectingBuilder> {}

    /**
     * Update and score of a random cut forest.
     *
     * @param forest series
     * @return what came of it
     */
    @Benchmark
    public AnomalyDescriptor randomCutDetection(Thresholded forest) {
        return forest.step();
    }
}
