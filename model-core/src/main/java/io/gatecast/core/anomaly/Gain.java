package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.ColumnMatrix;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The inverse correlation matrix of recursive least squares. A little is added to its diagonal with every row, so that learning
 * never ends on long streams: as in a Kalman filter whose weights wander.
 */
final class Gain {
    private static final float DRIFT = 1e-9f;

    private final float[][] inverse; // symmetric to the last bit
    private final float[] product;
    private final float[] unit;

    Gain(int features) {
        inverse = new float[features][features];
        product = new float[features];
        unit = new float[features];
        for (int i = 0; i < features; i++) {
            inverse[i][i] = 1f;
        }
    }

    /** Leverage f·P·f of a row's features, at least 0; {@link #learn} refers to the same row. */
    float leverage(float[] features) {
        Arrays.fill(product, 0f);
        ColumnMatrix.addScaled(features, inverse, features.length, product);
        return Math.max(0f, dot(features, product));
    }

    /** Takes the row in whose leverage was asked for last, and gives the gain P·f / (1 + f·P·f). */
    void learn(float leverage, float[] gain) {
        float share = 1f / (1f + leverage);
        float root = (float) Math.sqrt(share);
        for (int i = 0; i < gain.length; i++) {
            gain[i] = product[i] * share;
            unit[i] = product[i] * root;
        }
        for (int i = 0; i < gain.length; i++) {
            subtract(inverse[i], unit[i], unit);
            inverse[i][i] += DRIFT;
        }
    }

    private static void subtract(float[] row, float factor, float[] v) {
        for (int j = 0; j < row.length; j++) {
            row[j] = Math.fma(-factor, v[j], row[j]);
        }
    }

    static float dot(float[] a, float[] b) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            sum = Math.fma(a[i], b[i], sum);
        }
        return sum;
    }

    /** One triangle. */
    int size() {
        return inverse.length * (inverse.length + 1) / 2 * Float.BYTES;
    }

    void write(ByteBuffer out) {
        for (int i = 0; i < inverse.length; i++) {
            for (int j = 0; j <= i; j++) {
                out.putFloat(inverse[i][j]);
            }
        }
    }

    void read(ByteBuffer in) {
        for (int i = 0; i < inverse.length; i++) {
            for (int j = 0; j <= i; j++) {
                inverse[i][j] = in.getFloat();
                inverse[j][i] = inverse[i][j];
            }
        }
    }
}
