package io.gatecast.core.anomaly;

/**
 * Fading mean of absolute errors, which bounds how much a single one may teach. What is kept are {@value #FIELDS} numbers, which lie
 * among others of the same regression.
 */
final class TypicalError {
    /** Sum of errors, sum of their weights. */
    static final int FIELDS = 2;

    private static final float RATE = 0.005f;
    private static final float FAR = 5f;
    private static final int SETTLED = 50;

    private TypicalError() {}

    /** An error, bounded by a multiple of the typical one where there have been enough rows; then taken in. */
    static float bound(float[] numbers, int at, float error, float widening, long rows) {
        float bounded = limit(numbers, at, error, widening, rows);
        numbers[at] = Math.fma(RATE, Math.abs(bounded) - numbers[at], numbers[at]);
        numbers[at + 1] = Math.fma(RATE, 1f - numbers[at + 1], numbers[at + 1]);
        return bounded;
    }

    static float limit(float[] numbers, int at, float error, float widening, long rows) {
        float sum = numbers[at];
        if (rows <= SETTLED || sum <= 0f) {
            return error;
        }
        float most = FAR * widening * sum / numbers[at + 1];
        return Math.max(-most, Math.min(most, error));
    }
}
