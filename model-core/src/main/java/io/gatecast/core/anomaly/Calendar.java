package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Approximations;
import java.util.Arrays;

/**
 * Time of day and of week in UTC as points on circles, with overtones. Those of some times asked for lately are kept: each is asked for
 * again when its row has become an earlier one, and by other series with rows of the same time. Working space: one per thread.
 */
final class Calendar {
    /** Number of features. */
    static final int SIZE = 12;

    private static final double DAY_MS = 86_400_000.0;
    private static final double WEEK_MS = 7 * DAY_MS;
    private static final int DAY_TONES = 4;
    private static final int WEEK_TONES = 2;

    private static final int KEPT_BITS = 8;
    private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio

    private final double[] times = new double[1 << KEPT_BITS];
    private final float[] features = new float[SIZE << KEPT_BITS];

    Calendar() {
        Arrays.fill(times, Double.NaN);
    }

    static double turnsOfDay(double timeMs) {
        return turns(timeMs, DAY_MS);
    }

    private static double turns(double timeMs, double periodMs) {
        double all = timeMs / periodMs;
        return all - Math.floor(all);
    }

    void write(double timeMs, float[] out, int offset) {
        int slot = (int) (Double.doubleToRawLongBits(timeMs) * SPREAD >>> Long.SIZE - KEPT_BITS);
        int kept = slot * SIZE;
        if (times[slot] != timeMs) {
            times[slot] = timeMs;
            tones(turnsOfDay(timeMs), DAY_TONES, features, kept);
            tones(turns(timeMs, WEEK_MS), WEEK_TONES, features, kept + 2 * DAY_TONES);
        }
        System.arraycopy(features, kept, out, offset, SIZE);
    }

    /** Sines and cosines of the multiples of an angle, by rotation. */
    private static void tones(double turns, int count, float[] out, int offset) {
        double sine = Approximations.sine(turns);
        double cosine = Approximations.cosine(turns);
        double s = sine;
        double c = cosine;
        for (int k = 0; k < count; k++) {
            out[offset + 2 * k] = (float) s;
            out[offset + 2 * k + 1] = (float) c;
            double next = s * cosine + c * sine;
            c = c * cosine - s * sine;
            s = next;
        }
    }
}
