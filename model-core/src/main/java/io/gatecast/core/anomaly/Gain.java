package io.gatecast.core.anomaly;

/**
 * Recursive least squares by an inverse correlation matrix. A little is added to its diagonal with every row, so that learning
 * never ends on long streams: as in a Kalman filter whose weights wander.
 *
 * <p>The matrix of a regression lies among its other numbers, one triangle of it, row after row; this is the working space of whoever
 * advances it.
 */
final class Gain {
    private static final float DRIFT = 1e-9f;

    private final int features;
    private final float[] product;
    private final float[] unit;

    Gain(int features) {
        this.features = features;
        product = new float[features];
        unit = new float[features];
    }

    /** Length of the triangle. */
    int size() {
        return features * (features + 1) / 2;
    }

    /** Makes zeros the matrix to begin with. */
    void begin(float[] inverse, int at) {
        int row = at;
        for (int i = 0; i < features; i++) {
            row += i;
            inverse[row + i] = 1f;
        }
    }

    /** Leverage f·P·f of a row's features, at least 0; {@link #learn} refers to the same row. */
    float leverage(float[] inverse, int at, float[] f) {
        int row = at;
        int i = 0;
        for (; i + 1 < features; i += 2) {
            multiplyTwo(inverse, row, i, f);
            row += 2 * i + 3;
        }
        if (i < features) {
            multiplyLast(inverse, row, f);
        }
        return Math.max(0f, dot(f, 0, product));
    }

    /*
     * Each product is summed in the order of the features. Its first terms are row i of the triangle, whose additions wait for each
     * other, so two rows are taken at a time; the others come from column i, which are the rows that follow.
     */
    private void multiplyTwo(float[] inverse, int row, int i, float[] f) {
        int below = row + i + 1;
        float own = f[i];
        float next = f[i + 1];
        float sum = 0f;
        float sumBelow = 0f;
        for (int j = 0; j < i; j++) {
            float p = inverse[row + j];
            float q = inverse[below + j];
            sum = Math.fma(f[j], p, sum);
            sumBelow = Math.fma(f[j], q, sumBelow);
            product[j] = Math.fma(next, q, Math.fma(own, p, product[j]));
        }
        float corner = inverse[below + i];
        product[i] = Math.fma(next, corner, Math.fma(own, inverse[row + i], sum));
        product[i + 1] = Math.fma(next, inverse[below + i + 1], Math.fma(own, corner, sumBelow));
    }

    private void multiplyLast(float[] inverse, int row, float[] f) {
        int last = features - 1;
        float sum = 0f;
        for (int j = 0; j < last; j++) {
            float p = inverse[row + j];
            sum = Math.fma(f[j], p, sum);
            product[j] = Math.fma(f[last], p, product[j]);
        }
        product[last] = Math.fma(f[last], inverse[row + last], sum);
    }

    /** Takes the row in whose leverage was asked for last, and gives the gain P·f / (1 + f·P·f). */
    void learn(float[] inverse, int at, float leverage, float[] gain) {
        float share = 1f / (1f + leverage);
        float root = (float) Math.sqrt(share);
        for (int i = 0; i < gain.length; i++) {
            gain[i] = product[i] * share;
            unit[i] = product[i] * root;
        }
        int row = at;
        for (int i = 0; i < features; i++) {
            row += i;
            subtract(inverse, row, i + 1, unit[i], unit);
            inverse[row + i] += DRIFT;
        }
    }

    private static void subtract(float[] inverse, int row, int length, float factor, float[] v) {
        for (int j = 0; j < length; j++) {
            inverse[row + j] = Math.fma(-factor, v[j], inverse[row + j]);
        }
    }

    /** Product of a vector and one that begins somewhere among other numbers. */
    static float dot(float[] numbers, int at, float[] v) {
        float sum = 0f;
        for (int i = 0; i < v.length; i++) {
            sum = Math.fma(numbers[at + i], v[i], sum);
        }
        return sum;
    }

    /** Adds a multiple of a vector to one that begins somewhere among other numbers. */
    static void addScaled(float a, float[] v, float[] numbers, int at) {
        for (int i = 0; i < v.length; i++) {
            numbers[at + i] = Math.fma(a, v[i], numbers[at + i]);
        }
    }
}
