package io.gatecast.benchmarks;

import io.gatecast.core.Model;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.head.QuantileHead;
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

/** Hidden state and features to nine quantiles of 24 steps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class HeadBenchmark {
    /** Hidden size. */
    @Param({"32", "64", "128", "256"})
    public int hidden;

    private QuantileHead head;
    private FeatureVector features;
    private float[] state;
    private float[] location;
    private float[] quantiles;

    /** Draws the weights. */
    @Setup
    public void prepare() {
        Model model = SampleModel.model(hidden);
        head = model.heads().get(0);
        features = model.features().newVector();
        state = SampleModel.vector(hidden, new SplittableRandom(1));
        location = new float[head.horizon()];
        quantiles = new float[head.outputSize()];
    }

    /**
     * The head.
     *
     * @return quantiles
     */
    @Benchmark
    public float[] apply() {
        head.apply(features.target(0), state, location, quantiles);
        return quantiles;
    }
}
