package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Approximations;

/** Time of day and of week in UTC as points on circles, with overtones. */
final class Calendar {
    /** Number of features. */
    static final int SIZE = 12;

    private static final double DAY_MS = 86_400_000.0;
    private static final double WEEK_MS = 7 * DAY_MS;
    private static final int DAY_TONES = 4;
    private static final int WEEK_TONES = 2;

    private Calendar() {}

    static double turnsOfDay(double timeMs) {
        return timeMs % DAY_MS / DAY_MS;
    }

    static void write(double timeMs, float[] out, int offset) {
        tones(turnsOfDay(timeMs), DAY_TONES, out, offset);
        tones(timeMs % WEEK_MS / WEEK_MS, WEEK_TONES, out, offset + 2 * DAY_TONES);
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
