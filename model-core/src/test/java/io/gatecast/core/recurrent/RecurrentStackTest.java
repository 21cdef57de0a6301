package io.gatecast.core.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecurrentStackTest {
    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameBitsForASequenceAsForItsStepsOneByOne(CellKind kind) {
        for (ResetVariant reset : ResetVariant.values()) {
            int seed = 31 + kind.ordinal();
            SplittableRandom random = new SplittableRandom(seed);
            RecurrentStack stack = RecurrentStack.create(kind, reset, 5, 13, 3);
            OnnxOracle.randomise(stack, random);
            int time = 25;
            int batch = 4;
            float[][][] input = new float[time][batch][5];
            for (float[][] rows : input) {
                for (float[] x : rows) {
                    for (int i = 0; i < x.length; i++) {
                        x[i] = (float) random.nextDouble(-2, 2);
                    }
                }
            }

            RecurrentStack.Sequence sequence = stack.run(input, null);

            for (int b = 0; b < batch; b++) {
                float[][] state = stack.initialState();
                CellTrace[] traces = stack.newTraces();
                for (int t = 0; t < time; t++) {
                    float[][] next = stack.initialState();
                    stack.step(input[t][b], state, next, traces);
                    state = next;
                    for (int i = 0; i < 13; i++) {
                        assertThat(Float.floatToRawIntBits(sequence.outputs()[t][b][i]))
                                .as("seed %d, %s, time %d, batch %d, element %d", seed, reset, t, b, i)
                                .isEqualTo(Float.floatToRawIntBits(state[2][i]));
                    }
                }
                for (int l = 0; l < 3; l++) {
                    assertThat(sequence.last()[l][b])
                            .as("seed %d, layer %d", seed, l)
                            .containsExactly(state[l]);
                }
            }
        }
    }

    @Test
    void shouldContinueASequenceFromItsLastState() {
        SplittableRandom random = new SplittableRandom(8);
        RecurrentStack stack = RecurrentStack.create(CellKind.LSTM, ResetVariant.RESET_AFTER, 1, 6, 2);
        OnnxOracle.randomise(stack, random);
        float[][][] all = {{{0.1f}}, {{-2f}}, {{0.7f}}, {{1f}}};
        float[][][] first = {all[0], all[1]};
        float[][][] second = {all[2], all[3]};

        RecurrentStack.Sequence whole = stack.run(all, null);
        float[][][] between = stack.run(first, null).last();
        RecurrentStack.Sequence rest = stack.run(second, between);

        assertThat(rest.last()[1][0]).containsExactly(whole.last()[1][0]);
        assertThat(rest.outputs()[1][0]).containsExactly(whole.outputs()[3][0]);
    }

    @Test
    void shouldLeaveTheInitialStateAndTheInputUnchanged() {
        RecurrentStack stack = RecurrentStack.create(CellKind.GRU, ResetVariant.RESET_BEFORE, 2, 3, 1);
        OnnxOracle.randomise(stack, new SplittableRandom(9));
        float[][][] input = {{{1f, 2f}}, {{3f, 4f}}};
        float[][][] initial = {{{0.1f, 0.2f, 0.3f}}};

        stack.run(input, initial);

        assertThat(input[1][0]).containsExactly(3f, 4f);
        assertThat(initial[0][0]).containsExactly(0.1f, 0.2f, 0.3f);
    }

    @Test
    void shouldRefuseASequenceWhoseLengthsDiffer() {
        RecurrentStack stack = RecurrentStack.create(CellKind.GRU, ResetVariant.RESET_AFTER, 2, 3, 2);

        assertThatThrownBy(() -> stack.run(new float[][][] {{new float[3]}}, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input at time 0: expected length 2, found 3");
        assertThatThrownBy(() -> stack.run(new float[1][1][2], new float[2][1][4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initial state of layer 0: expected length 3, found 4");
        assertThatThrownBy(() -> stack.run(new float[][][] {new float[2][2], new float[1][2]}, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch at time 1: expected length 2, found 1");
        assertThatThrownBy(() -> stack.run(new float[1][3][2], new float[2][2][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch at time 0: expected length 2, found 3");
        assertThatThrownBy(() -> stack.run(new float[1][2][2], new float[][][] {new float[2][3], new float[1][3]}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initial states of layer 1: expected length 2, found 1");
        assertThatThrownBy(() -> stack.run(new float[1][1][2], new float[1][1][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers of the initial state: expected length 2, found 1");
        assertThatThrownBy(() -> new RecurrentStack(List.of()).run(new float[1][1][2], null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseLayersThatDoNotFitOnEachOther() {
        assertThatThrownBy(() -> new RecurrentStack(List.of(new RnnCell(2, 3), new RnnCell(4, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 1 must take the 3 outputs of layer 0, takes 4");
    }

    @Test
    void shouldNameEveryParameterOfEveryLayerInAFixedOrder() {
        RecurrentStack stack = RecurrentStack.create(CellKind.GRU, ResetVariant.RESET_AFTER, 2, 3, 2);

        assertThat(stack.parameters().keySet())
                .containsExactly(
                        "0.input_weight",
                        "0.recurrent_weight",
                        "0.bias",
                        "0.candidate_bias",
                        "1.input_weight",
                        "1.recurrent_weight",
                        "1.bias",
                        "1.candidate_bias");
    }
}
