package io.gatecast.core.kernel;

/**
 * A matrix as signed bytes with one float32 scale per row: element = byte × scale. A quarter of the size, for storage; to
 * calculate with it, {@link #expand} it.
 *
 * <p>The largest absolute value of a row becomes ±127. What an element loses by rounding is added to the next one of its row, so
 * every partial sum of a row is kept to within half a step, and inputs that resemble their neighbours, such as lags, meet almost
 * the same weights as before. Scales have 16 significant bits, which makes every product exact in float32: expanding gives the
 * same bits everywhere, and rounding an expanded matrix again changes nothing.
 *
 * @see <a href="https://arxiv.org/abs/1712.05877">Jacob et al. 2018, here symmetric and per row</a>
 */
public final class Int8Matrix {
    private static final int LARGEST = 127;
    private static final int SPARE_BITS = 0xFF;

    private final int rows;
    private final int columns;
    private final byte[] values;
    private final float[] scales;

    private Int8Matrix(int rows, int columns, byte[] values, float[] scales) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.scales = scales;
    }

    /**
     * Whether a matrix is worth rounding: a single column, such as a bias, is not, for scales alone would be as large.
     *
     * @param matrix a matrix
     * @return true if it has several columns
     */
    public static boolean suits(ColumnMatrix matrix) {
        return matrix.columns() > 1;
    }

    /**
     * Rounds a matrix; elements are off by a 127th of the largest in their row at most.
     *
     * @param matrix values, all finite
     * @return bytes and scales
     */
    public static Int8Matrix of(ColumnMatrix matrix) {
        int rows = matrix.rows();
        int columns = matrix.columns();
        byte[] values = new byte[rows * columns];
        float[] scales = new float[rows];
        for (int i = 0; i < rows; i++) {
            float largest = 0;
            for (int j = 0; j < columns; j++) {
                largest = Math.max(largest, Math.abs(matrix.column(j)[i]));
            }
            scales[i] = roundedUp(largest / LARGEST);
            double carry = 0;
            for (int j = 0; j < columns && scales[i] > 0; j++) {
                float value = matrix.column(j)[i];
                double wanted = (double) value / scales[i] + carry;
                // The largest must stay the largest, for the scale follows from it.
                double nearest = Math.abs(value) == largest ? Math.copySign(LARGEST, value) : Math.rint(wanted);
                nearest = Math.max(-LARGEST, Math.min(LARGEST, nearest));
                values[i * columns + j] = (byte) nearest;
                carry = wanted - nearest;
            }
        }
        return new Int8Matrix(rows, columns, values, scales);
    }

    /** The next float with 16 significant bits. */
    private static float roundedUp(float value) {
        return Float.intBitsToFloat((Float.floatToIntBits(value) + SPARE_BITS) & ~SPARE_BITS);
    }

    /**
     * Puts a matrix together from its parts, which are not copied.
     *
     * @param rows number of rows
     * @param columns number of columns
     * @param values bytes [rows × columns], row after row
     * @param scales scale per row [rows]
     * @return the matrix
     * @throws IllegalArgumentException if a length differs
     */
    public static Int8Matrix ofRowMajor(int rows, int columns, byte[] values, float[] scales) {
        if (values.length != rows * columns || scales.length != rows) {
            throw new IllegalArgumentException("matrix [" + rows + ", " + columns + "] needs " + rows * columns
                    + " values and " + rows + " scales, got " + values.length + " and " + scales.length);
        }
        return new Int8Matrix(rows, columns, values, scales);
    }

    /**
     * The matrix to calculate with.
     *
     * @return a new matrix [rows, columns]
     */
    public ColumnMatrix expand() {
        ColumnMatrix matrix = new ColumnMatrix(rows, columns);
        for (int j = 0; j < columns; j++) {
            float[] column = matrix.column(j);
            for (int i = 0; i < rows; i++) {
                column[i] = values[i * columns + j] * scales[i];
            }
        }
        return matrix;
    }

    /**
     * All bytes in row-major order.
     *
     * @return the live array [rows × columns]
     */
    public byte[] toRowMajor() {
        return values;
    }

    /**
     * The scale of every row.
     *
     * @return the live array [rows]
     */
    public float[] scales() {
        return scales;
    }
}
