package io.gatecast.benchmarks;

import io.gatecast.core.recurrent.CellTrace;
import io.gatecast.core.recurrent.GruCell;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One step of a GRU with eight inputs, beside the same weights in ONNX Runtime and libtorch, and beside reading them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xss4m") // ONNX Runtime needs more than the stack of a thread to load a graph
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class CellBenchmark {
    private static final int INPUTS = 8;

    /** Hidden size. */
    @Param({"32", "64", "128", "256"})
    public int hidden;

    private GruCell cell;
    private CellTrace trace;
    private float[] x;
    private float[] state;
    private float[] next;

    /** Draws the weights. */
    @Setup
    public void prepare() {
        cell = cell(hidden);
        trace = cell.newTrace();
        x = SampleModel.vector(INPUTS, new SplittableRandom(2));
        state = new float[hidden];
        next = new float[hidden];
    }

    static GruCell cell(int hidden) {
        GruCell cell = new GruCell(ResetVariant.RESET_AFTER, INPUTS, hidden);
        SplittableRandom random = new SplittableRandom(1);
        cell.parameters().values().forEach(matrix -> SampleModel.fill(matrix, 1.5 / Math.sqrt(hidden), random));
        return cell;
    }

    /**
     * Gatecast's own step.
     *
     * @return hidden state
     */
    @Benchmark
    public float[] gatecast() {
        cell.step(x, state, next, trace);
        float[] swap = state;
        state = next;
        next = swap;
        return state;
    }

    /** Weights as they lie in memory, read and nothing else: what no step that reads its weights can beat. */
    @State(Scope.Thread)
    public static class Weights {
        private float[][] columns;

        /**
         * Makes columns that are all equal, so that comparing them reads them to their ends.
         *
         * @param params hidden size
         */
        @Setup
        public void prepare(CellBenchmark params) {
            columns = new float[INPUTS + params.hidden][3 * params.hidden];
        }
    }

    /**
     * Reads all weights once.
     *
     * @param weights the weights
     * @return whether they are equal, which they are
     */
    @Benchmark
    public boolean readLimit(Weights weights) {
        boolean equal = true;
        for (int c = 0; c < weights.columns.length; c += 2) {
            equal &= Arrays.equals(weights.columns[c], weights.columns[c + 1]);
        }
        return equal;
    }

    /** A session of ONNX Runtime with its input and output in place. */
    @State(Scope.Thread)
    public static class Onnx {
        private OnnxGru gru;

        /**
         * Loads the weights.
         *
         * @param params hidden size
         */
        @Setup
        public void prepare(CellBenchmark params) {
            gru = new OnnxGru(cell(params.hidden), SampleModel.vector(INPUTS, new SplittableRandom(2)));
        }

        /** Frees the session. */
        @TearDown
        public void close() {
            gru.close();
        }
    }

    /**
     * The step in ONNX Runtime.
     *
     * @param onnx session
     */
    @Benchmark
    public void onnxRuntime(Onnx onnx) {
        onnx.gru.step();
    }

    /** The weights in libtorch. */
    @State(Scope.Thread)
    public static class Torch {
        private LibtorchGru gru;

        /**
         * Loads the weights.
         *
         * @param params hidden size
         */
        @Setup
        public void prepare(CellBenchmark params) {
            gru = new LibtorchGru(cell(params.hidden), SampleModel.vector(INPUTS, new SplittableRandom(2)));
        }

        /** Frees the weights. */
        @TearDown
        public void close() {
            gru.close();
        }
    }

    /**
     * The step in libtorch.
     *
     * @param torch weights
     */
    @Benchmark
    public void libtorch(Torch torch) {
        torch.gru.step();
    }
}
