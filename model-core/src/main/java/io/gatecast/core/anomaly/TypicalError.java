package io.gatecast.core.anomaly;

import java.nio.ByteBuffer;

/** Fading mean of absolute errors, which bounds how much a single one may teach. */
final class TypicalError {
    private static final float RATE = 0.005f;
    private static final float FAR = 5f;
    private static final int SETTLED = 50;

    private float sum;
    private float weight;

    /** An error, bounded by a multiple of the typical one where there have been enough rows; then taken in. */
    float bound(float error, float widening, long rows) {
        float bounded = limit(error, widening, rows);
        sum = Math.fma(RATE, Math.abs(bounded) - sum, sum);
        weight = Math.fma(RATE, 1f - weight, weight);
        return bounded;
    }

    float limit(float error, float widening, long rows) {
        if (rows <= SETTLED || sum <= 0f) {
            return error;
        }
        float most = FAR * widening * sum / weight;
        return Math.max(-most, Math.min(most, error));
    }

    static int size() {
        return 2 * Float.BYTES;
    }

    void write(ByteBuffer out) {
        out.putFloat(sum).putFloat(weight);
    }

    void read(ByteBuffer in) {
        sum = in.getFloat();
        weight = in.getFloat();
    }
}
