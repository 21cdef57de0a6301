package io.gatecast.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.imported.NetworkBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported networks against ONNX Runtime, libtorch and Keras' formulas, stepped through a thousand steps. */
class ImportParityTest {
    private static final float TOLERANCE = 1e-5f;
    private static final int STEPS = 1000;

    @ParameterizedTest
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    @CsvSource({
        "gru, tanh, head, ''",
        "gru-two-layers, tanh, head, ''",
        "gru-no-bias, tanh, head, ''",
        "lstm, tanh, head, ''",
        "lstm-two-layers, tanh, head, ''",
        "rnn-tanh, tanh, head, ''",
        "rnn-relu, relu, head, ''",
        "gru-deep-head, tanh, 'first,second', relu",
    })
    void shouldComputeWhatLibtorchComputes(String network, String nonlinearity, String dense, String activations) {
        for (String format : new String[] {".pt", ".safetensors"}) {
            NetworkBody body = Fixtures.body(
                    network + format,
                    "nonlinearity",
                    nonlinearity,
                    "dense",
                    dense,
                    activations.isEmpty() ? "engine" : "activations",
                    activations.isEmpty() ? "cells" : activations);
            float[][] inputs = Fixtures.waves(STEPS, body.inputSize());

            float[][] expected = Libtorch.series(Fixtures.bytes(network + ".ts"), inputs);

            assertThat(Fixtures.largestDifference(Fixtures.run(body, inputs), expected))
                    .as(network + format)
                    .isLessThanOrEqualTo(TOLERANCE);
            assertThat(Fixtures.largestDifference(expected, new float[STEPS][body.outputSize()]))
                    .as("outputs are not trivially zero")
                    .isGreaterThan(0.1f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru-cells.pt", "gru-cells.safetensors"})
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void shouldStackCellsInTheOrderNamed(String file) {
        NetworkBody body = Fixtures.body(file, "recurrent", "lower,upper");
        float[][] inputs = Fixtures.waves(STEPS, 2);

        float[][] expected = Libtorch.series(Fixtures.bytes("gru-cells.ts"), inputs);

        assertThat(Fixtures.largestDifference(Fixtures.run(body, inputs), expected))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gru",
                "gru-two-layers",
                "gru-no-bias",
                "lstm",
                "lstm-two-layers",
                "rnn-tanh",
                "rnn-relu",
                "gru-deep-head",
                "onnx-gru-before",
                "onnx-gru-after",
                "onnx-gru-relu",
                "onnx-gru-gates-tanh",
                "onnx-lstm",
                "onnx-lstm-relu",
                "onnx-lstm-three",
                "onnx-rnn-relu",
                "onnx-rnn-sigmoid"
            })
    void shouldComputeWhatOnnxRuntimeComputes(String network) {
        byte[] graph = Fixtures.bytes(network + ".onnx");
        NetworkBody body = Fixtures.body(network + ".onnx");
        float[][] inputs = Fixtures.waves(STEPS, body.inputSize());

        float[][] expected = OnnxRuntime.series(graph, inputs);

        assertThat(Fixtures.largestDifference(Fixtures.run(body, inputs), expected))
                .isLessThanOrEqualTo(TOLERANCE);
        assertThat(Fixtures.largestDifference(expected, new float[STEPS][body.outputSize()]))
                .isGreaterThan(0.1f);
    }

    @Test
    void shouldMakeCellsOfAGraphThatHasItsMemoryAsInputAndOutputIfItIsMadeOfKnownLayers() {
        byte[] graph = Fixtures.bytes("gru-two-layers.onnx");
        float[][] inputs = Fixtures.waves(STEPS, 2);

        float[][] asCells = Fixtures.run(Fixtures.body("gru-two-layers-stateful.onnx"), inputs);
        float[][] asGraph = Fixtures.run(
                Fixtures.body("gru-two-layers-stateful.onnx", "engine", "onnxruntime", "columns", "a,b"), inputs);

        float[][] expected = OnnxRuntime.series(graph, inputs);
        assertThat(Fixtures.largestDifference(asCells, expected)).isLessThanOrEqualTo(TOLERANCE);
        assertThat(Fixtures.largestDifference(asGraph, expected)).isLessThanOrEqualTo(TOLERANCE);
    }

    @Test
    void shouldGiveAtEveryStepWhatAGraphThatForecastsAfterItsLastStepGivesForTheStepsSoFar() {
        byte[] graph = Fixtures.bytes("last-step.onnx");
        NetworkBody body = Fixtures.body("last-step.onnx");
        float[][] inputs = Fixtures.waves(STEPS, 1);

        float[][] outputs = Fixtures.run(body, inputs);

        for (int length : new int[] {1, 2, 50, STEPS}) {
            float[][] part = Arrays.copyOf(inputs, length);
            assertThat(Fixtures.largestDifference(
                            new float[][] {outputs[length - 1]}, new float[][] {OnnxRuntime.last(graph, part)}))
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keras-gru-after",
                "keras-gru-before",
                "keras-gru-no-bias",
                "keras-lstm",
                "keras-lstm-relu",
                "keras-rnn",
                "keras-mixed"
            })
    void shouldComputeWhatKerasFormulasAndOnnxRuntimeCompute(String network) {
        for (String format : new String[] {".keras", ".h5"}) {
            NetworkBody body = Fixtures.body(network + format);
            float[][] inputs = Fixtures.waves(STEPS, body.inputSize());

            float[][] outputs = Fixtures.run(body, inputs);

            assertThat(Fixtures.largestDifference(outputs, recorded(network + ".outputs.f32")))
                    .as("formulas of Keras, " + network + format)
                    .isLessThanOrEqualTo(TOLERANCE);
            assertThat(Fixtures.largestDifference(
                            outputs, OnnxRuntime.series(Fixtures.bytes(network + ".oracle.onnx"), inputs)))
                    .as("ONNX Runtime, " + network + format)
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }

    private static float[][] recorded(String file) {
        ByteBuffer bytes = ByteBuffer.wrap(Fixtures.bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] flat = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(flat);
        return OnnxRuntime.chunked(flat, STEPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras-functional.keras", "keras-2.13.keras", "keras-3.h5", "keras-2-functional.h5"})
    void shouldReadEveryLayoutKerasHasWritten(String file) {
        float[][] inputs = Fixtures.waves(50, 1);

        float[][] outputs = Fixtures.run(Fixtures.body(file), inputs);

        assertThat(outputs).isDeepEqualTo(Fixtures.run(Fixtures.body("keras-gru-after.keras"), inputs));
    }

    @ParameterizedTest
    @CsvSource({
        "parameters-protocol4.pt, 0",
        "strided.pt, 0",
        "float64.pt, 0",
        "float64.safetensors, 0",
        "float16.pt, 0.01",
        "float16.safetensors, 0.01",
        "bfloat16.pt, 0.1",
        "bfloat16.safetensors, 0.1"
    })
    void shouldReadTheSameWeightsInWhateverFormTheyAreKept(String file, float tolerance) {
        float[][] inputs = Fixtures.waves(50, 1);

        float[][] outputs = Fixtures.run(Fixtures.body(file), inputs);

        assertThat(Fixtures.largestDifference(outputs, Fixtures.run(Fixtures.body("gru.pt"), inputs)))
                .isLessThanOrEqualTo(tolerance);
    }

    @Test
    void shouldGiveTheSameBitsForTheTwoFormsOfHalfPrecisionFile() {
        float[][] inputs = Fixtures.waves(50, 1);

        assertThat(Fixtures.run(Fixtures.body("float16.pt"), inputs))
                .isDeepEqualTo(Fixtures.run(Fixtures.body("float16.safetensors"), inputs));
        assertThat(Fixtures.run(Fixtures.body("bfloat16.pt"), inputs))
                .isDeepEqualTo(Fixtures.run(Fixtures.body("bfloat16.safetensors"), inputs));
    }

    @Test
    void shouldFindAStateDictInsideACheckpoint() {
        float[][] inputs = Fixtures.waves(50, 1);

        float[][] outputs = Fixtures.run(Fixtures.body("checkpoint.pt"), inputs);

        assertThat(outputs).isDeepEqualTo(Fixtures.run(Fixtures.body("gru.pt"), inputs));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void shouldRunAnyGraphWithItsMemoryAsInputAndOutputThroughOnnxRuntime() {
        NetworkBody body = Fixtures.body("normalised-cell.onnx", "engine", "onnxruntime");
        float[][] inputs = Fixtures.waves(STEPS, 1);

        float[][] expected = Libtorch.steps(Fixtures.bytes("normalised-cell.ts"), inputs, 6);

        assertThat(Fixtures.largestDifference(Fixtures.run(body, inputs), expected))
                .isLessThanOrEqualTo(TOLERANCE);
        assertThat(Fixtures.run(
                        Fixtures.body(
                                "normalised-cell.onnx",
                                "engine",
                                "onnxruntime",
                                "input",
                                "x",
                                "output",
                                "y",
                                "states",
                                "memory:new_memory"),
                        inputs))
                .as("ports named")
                .isDeepEqualTo(Fixtures.run(body, inputs));
    }
}
