package io.gatecast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.recurrent.CellTrace;
import io.gatecast.core.recurrent.GruCell;
import java.util.Collection;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
    private static final int STEPS = 5;

    @Test
    void shouldRunEveryBenchmark() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.gatecast\\.benchmarks\\..*Benchmark\\..*")
                        .param("hidden", "32")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results)
                .hasSize(20)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    @Test
    void shouldStepPeersToTheSameHiddenState() {
        GruCell cell = CellBenchmark.cell(32);
        float[] x = SampleModel.vector(cell.inputSize(), new SplittableRandom(2));
        float[] own = new float[32];
        CellTrace trace = cell.newTrace();
        float[] onnxRuntime;
        float[] libtorch;
        try (OnnxGru onnx = new OnnxGru(cell, x);
                LibtorchGru torch = new LibtorchGru(cell, x)) {
            for (int i = 0; i < STEPS; i++) {
                float[] next = new float[32];
                cell.step(x, own, next, trace);
                own = next;
                onnx.step();
                torch.step();
            }
            onnxRuntime = onnx.hidden();
            libtorch = torch.hidden();
        }

        for (int i = 0; i < own.length; i++) {
            assertThat(onnxRuntime[i]).isCloseTo(own[i], within(1e-6f));
            assertThat(libtorch[i]).isCloseTo(own[i], within(1e-6f));
        }
    }
}
