package io.gatecast.core.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All kinds of cell against ONNX Runtime as an independent oracle. */
class RecurrentOracleTest {
    private static final int ROUNDS = 12;
    private static final float TOLERANCE = 1e-5f;

    @ParameterizedTest
    @CsvSource({
        "GRU, RESET_BEFORE, 1",
        "GRU, RESET_BEFORE, 2",
        "GRU, RESET_BEFORE, 3",
        "GRU, RESET_AFTER, 1",
        "GRU, RESET_AFTER, 2",
        "GRU, RESET_AFTER, 3",
        "LSTM, RESET_AFTER, 1",
        "LSTM, RESET_AFTER, 2",
        "LSTM, RESET_AFTER, 3",
        "RNN, RESET_AFTER, 1",
        "RNN, RESET_AFTER, 2",
        "RNN, RESET_AFTER, 3",
        "MGU, RESET_AFTER, 1",
        "MGU, RESET_AFTER, 2",
        "MGU, RESET_AFTER, 3"
    })
    void shouldAgreeWithOnnxRuntimeOverRandomWeightsSizesAndLengths(CellKind kind, ResetVariant reset, int layers) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 1_000L * round + 10L * kind.ordinal() + 100L * reset.ordinal() + layers;
            SplittableRandom random = new SplittableRandom(seed);
            int inputSize = 1 + random.nextInt(70);
            int hiddenSize = round == 0 ? 1 : round == 1 ? 70 : 1 + random.nextInt(70);
            int time = 1 + random.nextInt(40);
            int batch = 1 + random.nextInt(5);
            RecurrentStack stack = RecurrentStack.create(kind, reset, inputSize, hiddenSize, layers);
            OnnxOracle.randomise(stack, random);
            float[][][] input = values(random, time, batch, inputSize, 2);
            float[][][] initial =
                    values(random, layers, batch, stack.layers().get(0).stateSize(), 0.9);

            RecurrentStack.Sequence sequence = stack.run(input, initial);

            try (OnnxOracle oracle = new OnnxOracle(stack, time, batch)) {
                OnnxOracle.Result expected = oracle.run(input, initial);
                String place = "seed " + seed + ": inputs " + inputSize + ", hidden " + hiddenSize + ", time " + time
                        + ", batch " + batch;
                assertThat(largestDifference(sequence.outputs(), expected.outputs()))
                        .as("outputs, %s", place)
                        .isLessThanOrEqualTo(TOLERANCE);
                assertThat(largestDifference(sequence.last(), expected.last()))
                        .as("last states, %s", place)
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }

    private static float[][][] values(SplittableRandom random, int a, int b, int c, double limit) {
        float[][][] values = new float[a][b][c];
        for (float[][] outer : values) {
            for (float[] inner : outer) {
                for (int i = 0; i < c; i++) {
                    inner[i] = (float) random.nextDouble(-limit, limit);
                }
            }
        }
        return values;
    }

    private static float largestDifference(float[][][] found, float[][][] expected) {
        assertThat(found).hasDimensions(expected.length, expected[0].length);
        float largest = 0;
        for (int a = 0; a < expected.length; a++) {
            for (int b = 0; b < expected[a].length; b++) {
                assertThat(found[a][b]).hasSize(expected[a][b].length);
                for (int i = 0; i < expected[a][b].length; i++) {
                    float difference = Math.abs(found[a][b][i] - expected[a][b][i]);
                    assertThat(difference).isNotNaN();
                    largest = Math.max(largest, difference);
                }
            }
        }
        return largest;
    }
}
