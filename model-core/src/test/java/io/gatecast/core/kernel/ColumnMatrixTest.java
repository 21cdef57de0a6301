package io.gatecast.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnMatrixTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "3, 4", "5, 5", "7, 3", "8, 9", "16, 17", "31, 2", "33, 70", "67, 65", "192, 63"})
    void shouldMultiplyLikeADoubleReferenceAtOddLengths(int rows, int columns) {
        long seed = 1000L * rows + columns;
        SplittableRandom random = new SplittableRandom(seed);
        float[] m = floats(random, rows * columns);
        float[] x = floats(random, columns + 3);
        float[] start = floats(random, rows);

        float[] y = start.clone();
        ColumnMatrix.ofRowMajor(rows, columns, m).multiplyAdd(x, y);

        for (int i = 0; i < rows; i++) {
            double expected = start[i];
            double magnitude = Math.abs(start[i]);
            for (int j = 0; j < columns; j++) {
                expected += (double) m[i * columns + j] * x[j];
                magnitude += Math.abs((double) m[i * columns + j] * x[j]);
            }
            assertThat((double) y[i])
                    .as("seed %d, row %d", seed, i)
                    .isCloseTo(expected, org.assertj.core.data.Offset.offset(magnitude * columns * 0x1p-24));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "9, 6", "17, 23", "64, 65"})
    void shouldAddColumnsInAscendingOrderWithOneRoundingEach(int rows, int columns) {
        long seed = 77L * rows + columns;
        SplittableRandom random = new SplittableRandom(seed);
        float[] m = floats(random, rows * columns);
        float[] x = floats(random, columns);
        float[] y = floats(random, rows);
        float[] expected = y.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                expected[i] = Math.fma(x[j], m[i * columns + j], expected[i]);
            }
        }

        ColumnMatrix.ofRowMajor(rows, columns, m).multiplyAdd(x, y);

        assertThat(bits(y)).as("seed %d", seed).isEqualTo(bits(expected));
    }

    @Test
    void shouldGiveTheSameBitsHoweverTheCallsAreSplit() {
        int rows = 37;
        int count = 29;
        SplittableRandom random = new SplittableRandom(5);
        float[] a = floats(random, count);
        float[][] v = new float[count][];
        for (int j = 0; j < count; j++) {
            v[j] = floats(random, rows);
        }
        float[] whole = floats(random, rows);
        float[] start = whole.clone();
        ColumnMatrix.addScaled(a, v, count, whole);

        for (int cut = 0; cut <= count; cut++) {
            float[] parts = start.clone();
            ColumnMatrix.addScaled(a, v, cut, parts);
            ColumnMatrix.addScaled(
                    Arrays.copyOfRange(a, cut, count), Arrays.copyOfRange(v, cut, count), count - cut, parts);

            assertThat(bits(parts)).as("seed 5, cut at %d", cut).isEqualTo(bits(whole));
        }
    }

    @Test
    void shouldGiveTheSameBitsForEachRowWhateverTheOtherRowsAre() {
        int rows = 41;
        int columns = 19;
        SplittableRandom random = new SplittableRandom(6);
        float[] m = floats(random, rows * columns);
        float[] x = floats(random, columns);
        float[] together = new float[rows];
        ColumnMatrix.ofRowMajor(rows, columns, m).multiplyAdd(x, together);

        for (int i = 0; i < rows; i++) {
            float[] alone = new float[1];
            ColumnMatrix.ofRowMajor(1, columns, Arrays.copyOfRange(m, i * columns, (i + 1) * columns))
                    .multiplyAdd(x, alone);

            assertThat(bits(alone)[0]).as("seed 6, row %d", i).isEqualTo(bits(together)[i]);
        }
    }

    @Test
    void shouldKeepRowMajorOrder() {
        float[] rowMajor = {1, 2, 3, 4, 5, 6};

        ColumnMatrix m = ColumnMatrix.ofRowMajor(2, 3, rowMajor);

        assertThat(m.rows()).isEqualTo(2);
        assertThat(m.columns()).isEqualTo(3);
        assertThat(m.column(1)).containsExactly(2, 5);
        assertThat(m.toRowMajor()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void shouldTranspose() {
        ColumnMatrix m = ColumnMatrix.ofRowMajor(2, 3, new float[] {1, 2, 3, 4, 5, 6});
        ColumnMatrix t = new ColumnMatrix(3, 2);

        t.setTransposeOf(m);

        assertThat(t.toRowMajor()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void shouldAddOuterProductsOfABatch() {
        ColumnMatrix m = ColumnMatrix.ofRowMajor(2, 2, new float[] {100, 0, 0, 0});
        float[][] d = {{1, 2}, {3, 4}, {1000, 1000}};
        float[][] a = {{5, 6, 99}, {7, 8, 99}, {1000, 1000, 99}};

        m.addOuterProducts(d, a, 2, new float[2]);

        assertThat(m.toRowMajor()).containsExactly(100 + 5 + 21, 6 + 24, 10 + 28, 12 + 32);
    }

    @Test
    void shouldShareNothingWithACopy() {
        ColumnMatrix m = ColumnMatrix.ofRowMajor(1, 2, new float[] {1, 2});
        ColumnMatrix copy = m.copy();

        copy.column(0)[0] = 9;
        m.clear();

        assertThat(copy.toRowMajor()).containsExactly(9, 2);
        assertThat(m.toRowMajor()).containsExactly(0, 0);
    }

    @Test
    void shouldRefuseSizesThatDoNotFit() {
        assertThatThrownBy(() -> new ColumnMatrix(0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0, 3]");
        assertThatThrownBy(() -> ColumnMatrix.ofRowMajor(2, 3, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matrix [2, 3] needs 6 values, got 5");
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextDouble(-2, 2);
        }
        return x;
    }

    private static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            bits[i] = Float.floatToRawIntBits(x[i]);
        }
        return bits;
    }
}
