package io.gatecast.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Int8MatrixTest {
    @Test
    void shouldGiveEveryRowItsOwnScale() {
        ColumnMatrix matrix = ColumnMatrix.ofRowMajor(2, 3, new float[] {1.27f, -0.5f, 0.004f, -127_000, 63_400, 400});

        Int8Matrix rounded = Int8Matrix.of(matrix);

        assertThat(rounded.toRowMajor()).containsExactly(127, -50, 0, -127, 63, 1);
        assertThat(rounded.scales()[1]).isEqualTo(1000f);
    }

    @Test
    void shouldKeepElementsToAStepAndPartialSumsToHalfAStep() {
        for (int seed = 0; seed < 200; seed++) {
            ColumnMatrix matrix = random(seed);
            ColumnMatrix rounded = Int8Matrix.of(matrix).expand();
            for (int i = 0; i < matrix.rows(); i++) {
                double largest = 0;
                for (int j = 0; j < matrix.columns(); j++) {
                    largest = Math.max(largest, Math.abs(matrix.column(j)[i]));
                }
                double step = largest / 127 * (1 + 1e-4);
                double sum = 0;
                for (int j = 0; j < matrix.columns(); j++) {
                    double error = (double) rounded.column(j)[i] - matrix.column(j)[i];
                    sum += error;
                    assertThat(Math.abs(error))
                            .as("seed %d, [%d, %d]", seed, i, j)
                            .isLessThanOrEqualTo(step);
                    assertThat(Math.abs(sum))
                            .as("seed %d, [%d, to %d]", seed, i, j)
                            .isLessThanOrEqualTo(0.51 * step);
                }
            }
        }
    }

    @Test
    void shouldNotChangeWhenRoundedAgain() {
        for (int seed = 0; seed < 2_000; seed++) {
            Int8Matrix once = Int8Matrix.of(random(seed));
            Int8Matrix twice = Int8Matrix.of(once.expand());

            assertThat(twice.toRowMajor()).as("seed %d", seed).isEqualTo(once.toRowMajor());
            assertThat(twice.scales()).as("seed %d", seed).isEqualTo(once.scales());
        }
    }

    @Test
    void shouldKeepZerosAndTinyRowsFinite() {
        ColumnMatrix matrix = ColumnMatrix.ofRowMajor(3, 2, new float[] {0, -0f, Float.MIN_VALUE, 0, 1e-40f, -1e-41f});

        ColumnMatrix rounded = Int8Matrix.of(matrix).expand();

        assertThat(rounded.column(0)[0]).isZero();
        for (float value : rounded.toRowMajor()) {
            assertThat(value).isFinite();
            assertThat(Math.abs(value)).isLessThan(2e-40f);
        }
    }

    @Test
    void shouldRefusePartsThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Int8Matrix.ofRowMajor(2, 3, new byte[6], new float[3]))
                .withMessage("matrix [2, 3] needs 6 values and 2 scales, got 6 and 3");
    }

    private static ColumnMatrix random(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 1 + random.nextInt(5);
        int columns = 1 + random.nextInt(20);
        float[] values = new float[rows * columns];
        double unit = Math.pow(10, random.nextDouble(-6, 6));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (unit * random.nextDouble(-1, 1));
        }
        return ColumnMatrix.ofRowMajor(rows, columns, values);
    }
}
