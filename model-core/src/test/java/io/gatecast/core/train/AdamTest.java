package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdamTest {
    /** The paper's algorithm in double: bias-corrected moments, decoupled decay, gradient clipped to norm 1. */
    @Test
    void shouldFollowThePublishedAlgorithm() {
        int rows = 3;
        int columns = 2;
        float decay = 0.01f;
        SplittableRandom random = new SplittableRandom(5);
        ColumnMatrix parameters = new ColumnMatrix(rows, columns);
        ColumnMatrix gradients = new ColumnMatrix(rows, columns);
        double[] p = new double[rows * columns];
        double[] m = new double[p.length];
        double[] v = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = random.nextDouble(-1, 1);
            parameters.column(i / rows)[i % rows] = (float) p[i];
        }
        Adam adam = new Adam(List.of(parameters), decay);

        for (int t = 1; t <= 200; t++) {
            float rate = 0.02f / t;
            double size = t % 3 == 0 ? 5 : 0.05;
            double[] g = new double[p.length];
            double norm = 0;
            for (int i = 0; i < p.length; i++) {
                gradients.column(i / rows)[i % rows] = (float) random.nextDouble(-size, size);
                g[i] = gradients.column(i / rows)[i % rows];
                norm += g[i] * g[i];
            }
            double clip = Math.min(1, 1 / Math.sqrt(norm));

            adam.update(List.of(gradients), rate);

            for (int i = 0; i < p.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * clip * g[i];
                v[i] = 0.999 * v[i] + 0.001 * clip * g[i] * clip * g[i];
                double mean = m[i] / (1 - Math.pow(0.9, t));
                double square = v[i] / (1 - Math.pow(0.999, t));
                p[i] = p[i] - rate * decay * p[i] - rate * mean / (Math.sqrt(square) + 1e-8);
                assertThat((double) parameters.column(i / rows)[i % rows])
                        .as("seed 5, update %d, parameter %d", t, i)
                        .isCloseTo(p[i], within(2e-5));
            }
        }
    }

    @Test
    void shouldNotLetBiasesDecay() {
        ColumnMatrix bias = ColumnMatrix.ofRowMajor(2, 1, new float[] {1, -1});
        Adam adam = new Adam(List.of(bias), 0.5f);

        adam.update(List.of(new ColumnMatrix(2, 1)), 0.1f);

        assertThat(bias.toRowMajor()).containsExactly(1, -1);
    }
}
