package io.gatecast.benchmarks;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.ColumnMatrix;
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

/** The loops everything else is made of. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark {
    /** Hidden size; the matrix has three times as many rows. */
    @Param({"32", "64", "128", "256"})
    public int hidden;

    private ColumnMatrix matrix;
    private float[] x;
    private float[] y;
    private float[] gate;

    /** Draws the numbers. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        matrix = new ColumnMatrix(3 * hidden, hidden);
        SampleModel.fill(matrix, 1e-3, random);
        x = SampleModel.vector(hidden, random);
        y = new float[3 * hidden];
        gate = SampleModel.vector(hidden, random);
    }

    /**
     * Product of recurrent weights and hidden state.
     *
     * @return result
     */
    @Benchmark
    public float[] multiplyAdd() {
        matrix.multiplyAdd(x, y);
        return y;
    }

    /**
     * Activation of a gate.
     *
     * @return result
     */
    @Benchmark
    public float[] sigmoid() {
        Activations.sigmoid(gate);
        return gate;
    }

    /**
     * Activation of a candidate.
     *
     * @return result
     */
    @Benchmark
    public float[] tanh() {
        Activations.tanh(gate);
        return gate;
    }
}
