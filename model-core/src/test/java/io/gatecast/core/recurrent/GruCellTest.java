package io.gatecast.core.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GruCellTest {
    /** The four equations written down once more, element by element, in double. */
    @Test
    void shouldComputeTheFourEquationsWithTheResetGateBeforeTheProduct() {
        for (int seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int inputs = 1 + random.nextInt(9);
            int n = 1 + random.nextInt(9);
            GruCell cell = new GruCell(ResetVariant.RESET_BEFORE, inputs, n);
            OnnxOracle.randomise(new RecurrentStack(List.of(cell)), random);
            float[] x = vector(random, inputs);
            float[] h = vector(random, n);
            float[] next = new float[n];

            cell.step(x, h, next, cell.newTrace());

            double[] r = new double[n];
            double[] z = new double[n];
            for (int i = 0; i < n; i++) {
                r[i] = sigmoid(input(cell, i, x) + recurrent(cell, i, h));
                z[i] = sigmoid(input(cell, n + i, x) + recurrent(cell, n + i, h));
            }
            for (int i = 0; i < n; i++) {
                double sum = input(cell, 2 * n + i, x);
                for (int j = 0; j < n; j++) {
                    sum += cell.candidateWeight.column(j)[i] * r[j] * h[j];
                }
                double candidate = Math.tanh(sum);
                double expected = z[i] * h[i] + (1 - z[i]) * candidate;
                assertThat((double) next[i]).as("seed %d, element %d", seed, i).isCloseTo(expected, within(2e-6));
            }
        }
    }

    @Test
    void shouldKeepItsMemoryWhereTheUpdateGateIsOne() {
        for (ResetVariant reset : ResetVariant.values()) {
            GruCell cell = new GruCell(reset, 1, 2);
            cell.bias.column(0)[2] = 100f;
            cell.bias.column(0)[3] = -100f;
            cell.bias.column(0)[4] = 0.5f;
            cell.bias.column(0)[5] = 0.5f;
            float[] next = new float[2];

            cell.step(new float[] {0f}, new float[] {0.25f, 0.25f}, next, cell.newTrace());

            assertThat(next[0]).as("z = 1, %s", reset).isCloseTo(0.25f, within(1e-6f));
            assertThat(next[1]).as("z = 0, %s", reset).isCloseTo((float) Math.tanh(0.5), within(1e-6f));
        }
    }

    @Test
    void shouldApplyTheResetGateOnTheSideItsVariantSays() {
        // r = 0: RESET_BEFORE forgets h, RESET_AFTER forgets U·h and its bias too.
        GruCell before = new GruCell(ResetVariant.RESET_BEFORE, 1, 1);
        before.bias.column(0)[0] = -100f;
        before.bias.column(0)[1] = -100f;
        before.candidateWeight.column(0)[0] = 3f;
        before.bias.column(0)[2] = 0.2f;
        GruCell after = new GruCell(ResetVariant.RESET_AFTER, 1, 1);
        after.bias.column(0)[0] = -100f;
        after.bias.column(0)[1] = -100f;
        after.recurrentWeight.column(0)[2] = 3f;
        after.bias.column(0)[2] = 0.2f;
        after.candidateBias.column(0)[0] = 5f;
        float[] next = new float[1];

        before.step(new float[] {0f}, new float[] {0.9f}, next, before.newTrace());
        assertThat(next[0]).isCloseTo((float) Math.tanh(0.2), within(1e-6f));

        after.step(new float[] {0f}, new float[] {0.9f}, next, after.newTrace());
        assertThat(next[0]).isCloseTo((float) Math.tanh(0.2), within(1e-5f));
    }

    private static double input(GruCell cell, int row, float[] x) {
        double sum = cell.bias.column(0)[row];
        for (int j = 0; j < x.length; j++) {
            sum += (double) cell.inputWeight.column(j)[row] * x[j];
        }
        return sum;
    }

    private static double recurrent(GruCell cell, int row, float[] h) {
        double sum = 0;
        for (int j = 0; j < h.length; j++) {
            sum += (double) cell.recurrentWeight.column(j)[row] * h[j];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static float[] vector(SplittableRandom random, int length) {
        float[] v = new float[length];
        for (int i = 0; i < length; i++) {
            v[i] = (float) random.nextDouble(-1, 1);
        }
        return v;
    }
}
