package io.gatecast.core.anomaly;

import java.nio.ByteBuffer;

/**
 * How rarely forecasts of a column have been off to one side as far as lately: an exponentially weighted mean of signed errors of
 * forecasts made long ago (Roberts 1959), and its running {@linkplain Tails tail probability}.
 *
 * <p>Rows soon after an alarm count for little. What was found to be a fault, and what it left in later forecasts, would otherwise
 * be the measure of the next one, and a drift is never as large as the shift of a level before.
 */
final class Drift {
    private static final int BINS = 12;
    private static final int YOUNG = 60;
    private static final float SLOWEST = 0.002f;
    private static final float FAR = 5f;
    private static final float RATE = 1f / 6;
    private static final float LEAST = 1e-12f;

    /** Rows after an alarm that count for little, and for how much. */
    private static final int UNSETTLED = 100;

    private static final float UNSETTLED_SHARE = 0.2f;

    private final Tails tail = new Tails(1, BINS);
    private float typicalPlain;
    private float typicalRelative;
    private float mean;

    /**
     * Takes in a row.
     *
     * @param plain mean error of the forecasts for it, in the column's unit
     * @param relative mean error in units of what was to be expected
     * @param row its number
     * @param sinceAlarm rows since the latest alarm
     * @return −log10 of the tail probability
     */
    double rarity(double plain, double relative, long row, long sinceAlarm) {
        float share = sinceAlarm <= UNSETTLED ? UNSETTLED_SHARE : 1f;
        float rate = share * Math.max(SLOWEST, 1f / (row + 1));
        float first = bounded((float) plain, typicalPlain);
        float second = bounded((float) relative, typicalRelative);
        if (row < YOUNG) {
            first = (float) plain;
            second = (float) relative;
        } else {
            float off = first / Math.max(LEAST, typicalPlain) + second / Math.max(LEAST, typicalRelative);
            mean += RATE * (off / 2 - mean);
        }
        typicalPlain += rate * (Math.abs(first) - typicalPlain);
        typicalRelative += rate * (Math.abs(second) - typicalRelative);
        return row < YOUNG ? 0 : tail.rarity(Math.abs(mean), share);
    }

    private static float bounded(float error, float typical) {
        float most = FAR * typical;
        return Math.max(-most, Math.min(most, error));
    }

    int size() {
        return tail.size() + 3 * Float.BYTES;
    }

    void write(ByteBuffer out) {
        tail.write(out);
        out.putFloat(typicalPlain).putFloat(typicalRelative).putFloat(mean);
    }

    void read(ByteBuffer in) {
        tail.read(in);
        typicalPlain = in.getFloat();
        typicalRelative = in.getFloat();
        mean = in.getFloat();
    }
}
