package io.gatecast.core.kernel;

import java.util.Arrays;

/**
 * A float32 matrix kept as one array per column, the layout in which C2 vectorises a matrix–vector product.
 *
 * <p>Every output element is accumulated over the columns in ascending order with {@link Math#fma}, so results do not
 * depend on the vector width. The object is mutable for the trainer; a loaded model never changes it.
 */
public final class ColumnMatrix {
    private final int rows;
    private final float[][] columns;

    /**
     * Creates a matrix of zeros.
     *
     * @param rows number of rows, at least 1
     * @param columns number of columns, at least 0
     * @throws IllegalArgumentException if a size is out of range
     */
    public ColumnMatrix(int rows, int columns) {
        if (rows < 1 || columns < 0) {
            throw new IllegalArgumentException(
                    "matrix needs at least 1 row and 0 columns, was [" + rows + ", " + columns + "]");
        }
        this.rows = rows;
        this.columns = new float[columns][rows];
    }

    /**
     * Copies a row-major array into a new matrix.
     *
     * @param rows number of rows
     * @param columns number of columns
     * @param rowMajor values [rows × columns], row after row
     * @return the matrix
     * @throws IllegalArgumentException if the length is not rows × columns
     */
    public static ColumnMatrix ofRowMajor(int rows, int columns, float[] rowMajor) {
        if (rowMajor.length != rows * columns) {
            throw new IllegalArgumentException("matrix [" + rows + ", " + columns + "] needs " + rows * columns
                    + " values, got " + rowMajor.length);
        }
        ColumnMatrix m = new ColumnMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m.columns[j][i] = rowMajor[i * columns + j];
            }
        }
        return m;
    }

    /**
     * Number of rows.
     *
     * @return rows
     */
    public int rows() {
        return rows;
    }

    /**
     * Number of columns.
     *
     * @return columns
     */
    public int columns() {
        return columns.length;
    }

    /**
     * One column, not a copy.
     *
     * @param j column index
     * @return the live column [rows]
     */
    public float[] column(int j) {
        return columns[j];
    }

    /**
     * All values in row-major order, the order of the artifact file.
     *
     * @return a new array [rows × columns]
     */
    public float[] toRowMajor() {
        float[] out = new float[rows * columns.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns.length; j++) {
                out[i * columns.length + j] = columns[j][i];
            }
        }
        return out;
    }

    /**
     * Adds the product of this matrix and a vector: {@code y += M·x}.
     *
     * @param x vector, at least [columns]; further elements are ignored
     * @param y result [rows], added to
     */
    public void multiplyAdd(float[] x, float[] y) {
        addScaled(x, columns, columns.length, y);
    }

    /**
     * Adds a linear combination of vectors: {@code y += Σ a[j]·v[j]}, j ascending.
     *
     * @param a coefficients, at least [count]
     * @param v vectors, each of y's length
     * @param count number of vectors used
     * @param y result, added to
     */
    public static void addScaled(float[] a, float[][] v, int count, float[] y) {
        int j = 0;
        for (; j + 4 <= count; j += 4) {
            addFour(a[j], v[j], a[j + 1], v[j + 1], a[j + 2], v[j + 2], a[j + 3], v[j + 3], y);
        }
        for (; j < count; j++) {
            addOne(a[j], v[j], y);
        }
    }

    /**
     * Adds outer products, one per sample: {@code M += Σ d[s]·a[s]ᵀ}, the gradient of a weight over a batch.
     *
     * @param d gradients at the output, each [rows]
     * @param a inputs, each at least [columns]
     * @param count number of samples used
     * @param scratch working space, at least [count]
     */
    public void addOuterProducts(float[][] d, float[][] a, int count, float[] scratch) {
        for (int j = 0; j < columns.length; j++) {
            for (int s = 0; s < count; s++) {
                scratch[s] = a[s][j];
            }
            addScaled(scratch, d, count, columns[j]);
        }
    }

    /**
     * Overwrites this matrix with the transpose of another.
     *
     * @param other matrix [columns, rows]
     */
    public void setTransposeOf(ColumnMatrix other) {
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < rows; i++) {
                columns[j][i] = other.columns[i][j];
            }
        }
    }

    /**
     * A copy that shares nothing with this matrix.
     *
     * @return the copy
     */
    public ColumnMatrix copy() {
        ColumnMatrix m = new ColumnMatrix(rows, columns.length);
        m.set(this);
        return m;
    }

    /**
     * Overwrites this matrix with another of the same shape.
     *
     * @param other source
     */
    public void set(ColumnMatrix other) {
        for (int j = 0; j < columns.length; j++) {
            System.arraycopy(other.columns[j], 0, columns[j], 0, rows);
        }
    }

    /** Sets every element to zero. */
    public void clear() {
        for (float[] column : columns) {
            Arrays.fill(column, 0f);
        }
    }

    private static void addFour(
            float a0, float[] c0, float a1, float[] c1, float a2, float[] c2, float a3, float[] c3, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.fma(a3, c3[i], Math.fma(a2, c2[i], Math.fma(a1, c1[i], Math.fma(a0, c0[i], y[i]))));
        }
    }

    private static void addOne(float a, float[] c, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.fma(a, c[i], y[i]);
        }
    }
}
