package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.RecurrentStack;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialisationTest {
    private static final int HIDDEN = 17;

    @ParameterizedTest
    @CsvSource({"GRU, RESET_BEFORE", "GRU, RESET_AFTER", "LSTM, RESET_AFTER", "RNN, RESET_AFTER", "MGU, RESET_AFTER"})
    void shouldFillTheRecurrentWeightsOfEveryGateWithAnOrthogonalMatrix(CellKind cell, ResetVariant reset) {
        RecurrentStack stack = RecurrentStack.create(cell, reset, 5, HIDDEN, 2);

        Initialisation.fill(stack, new Random(2));

        stack.parameters().forEach((name, m) -> {
            if (name.endsWith("recurrent_weight") || name.endsWith("candidate_weight")) {
                for (int first = 0; first < m.rows(); first += HIDDEN) {
                    assertOrthogonal(name + " from row " + first, m, first);
                }
            }
        });
    }

    private static void assertOrthogonal(String place, ColumnMatrix m, int first) {
        for (int a = 0; a < HIDDEN; a++) {
            for (int b = 0; b < HIDDEN; b++) {
                double dot = 0;
                for (int i = first; i < first + HIDDEN; i++) {
                    dot += (double) m.column(a)[i] * m.column(b)[i];
                }
                assertThat(dot).as("%s, columns %d and %d", place, a, b).isCloseTo(a == b ? 1 : 0, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"GRU, RESET_BEFORE", "GRU, RESET_AFTER", "LSTM, RESET_AFTER"})
    void shouldBiasTheGateThatKeepsTheMemoryAndNoOther(CellKind cell, ResetVariant reset) {
        RecurrentStack stack = RecurrentStack.create(cell, reset, 5, HIDDEN, 1);

        Initialisation.fill(stack, new Random(2));

        // r, z, candidate of a GRU; i, f, g, o of an LSTM.
        float[] bias = stack.parameters().get("0.bias").column(0);
        for (int i = 0; i < bias.length; i++) {
            boolean keeps = i >= HIDDEN && i < 2 * HIDDEN;
            assertThat(bias[i] > 0).as("bias %d is %s", i, bias[i]).isEqualTo(keeps);
        }
    }

    @Test
    void shouldBiasTheGateOfAnMguTowardsZeroWhichKeepsTheMemory() {
        RecurrentStack stack = RecurrentStack.create(CellKind.MGU, ResetVariant.RESET_AFTER, 5, HIDDEN, 1);

        Initialisation.fill(stack, new Random(2));

        float[] bias = stack.parameters().get("0.bias").column(0);
        for (int i = 0; i < HIDDEN; i++) {
            assertThat(bias[i]).as("gate %d", i).isEqualTo(-1f);
            assertThat(bias[HIDDEN + i]).as("candidate %d", i).isZero();
        }
    }
}
