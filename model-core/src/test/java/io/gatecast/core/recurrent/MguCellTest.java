package io.gatecast.core.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MguCellTest {
    /** The three equations written down once more, element by element, in double. */
    @Test
    void shouldComputeTheThreeEquations() {
        for (int seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int inputs = 1 + random.nextInt(9);
            int n = 1 + random.nextInt(9);
            MguCell cell = new MguCell(inputs, n);
            OnnxOracle.randomise(new RecurrentStack(List.of(cell)), random);
            float[] x = vector(random, inputs);
            float[] h = vector(random, n);
            float[] next = new float[n];

            cell.step(x, h, next, cell.newTrace());

            double[] f = new double[n];
            double[] gatedHidden = new double[n];
            for (int i = 0; i < n; i++) {
                f[i] = 1
                        / (1
                                + Math.exp(-cell.bias.column(0)[i]
                                        - product(cell.inputWeight, i, widened(x))
                                        - product(cell.recurrentWeight, i, widened(h))));
                gatedHidden[i] = f[i] * h[i];
            }
            for (int i = 0; i < n; i++) {
                double candidate = Math.tanh(cell.bias.column(0)[n + i]
                        + product(cell.inputWeight, n + i, widened(x))
                        + product(cell.candidateWeight, i, gatedHidden));
                double expected = (1 - f[i]) * h[i] + f[i] * candidate;
                assertThat((double) next[i]).as("seed %d, element %d", seed, i).isCloseTo(expected, within(2e-6));
            }
        }
    }

    @Test
    void shouldKeepItsMemoryWhereTheGateIsZero() {
        MguCell cell = new MguCell(1, 2);
        cell.bias.column(0)[0] = -100f;
        cell.bias.column(0)[1] = 100f;
        cell.bias.column(0)[2] = 0.5f;
        cell.bias.column(0)[3] = 0.5f;
        float[] next = new float[2];

        cell.step(new float[] {0f}, new float[] {0.25f, 0.25f}, next, cell.newTrace());

        assertThat(next[0]).as("f = 0").isCloseTo(0.25f, within(1e-6f));
        assertThat(next[1]).as("f = 1").isCloseTo((float) Math.tanh(0.5), within(1e-6f));
    }

    @Test
    void shouldHaveTwoThirdsOfTheWeightsOfAGru() {
        assertThat(parameters(CellKind.MGU)).isEqualTo(2 * (7 * 12 + 12 * 12 + 12));
        assertThat(parameters(CellKind.GRU)).isEqualTo(3 * (7 * 12 + 12 * 12 + 12));
    }

    private static int parameters(CellKind kind) {
        return kind.create(ResetVariant.RESET_BEFORE, 7, 12).parameters().values().stream()
                .mapToInt(m -> m.rows() * m.columns())
                .sum();
    }

    private static double product(ColumnMatrix m, int row, double[] v) {
        double sum = 0;
        for (int j = 0; j < v.length; j++) {
            sum += m.column(j)[row] * v[j];
        }
        return sum;
    }

    private static double[] widened(float[] v) {
        double[] wide = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            wide[i] = v[i];
        }
        return wide;
    }

    private static float[] vector(SplittableRandom random, int length) {
        float[] v = new float[length];
        for (int i = 0; i < length; i++) {
            v[i] = (float) random.nextDouble(-1, 1);
        }
        return v;
    }
}
