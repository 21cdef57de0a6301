package io.gatecast.core.feature;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/** Hour of day and day of week in a time zone, daylight saving included, as points on two circles. */
final class Calendar {
    static final int SIZE = 4;

    private static final long DAY_MS = 86_400_000L;
    private static final long WEEK_MS = 7 * DAY_MS;
    /** 1970-01-01 was a Thursday: weeks are counted from the Monday before. */
    private static final long MONDAY_OFFSET_MS = 3 * DAY_MS;

    /** A week has so many steps at most for all of them to be computed beforehand: those of five minutes. */
    private static final long MOST_STEPS = WEEK_MS / 300_000;

    private final ZoneRules zone;
    private final boolean utc;
    private final long stepMs;
    private final float[] ofWeek; // of every step since Monday; empty if they are too many or no divisor of the week

    /**
     * A calendar.
     *
     * @param zone whose hours and days
     * @param stepMs usual distance of two times, milliseconds; 0 if unknown
     */
    Calendar(ZoneId zone, long stepMs) {
        this.zone = zone.getRules();
        utc = this.zone.equals(ZoneOffset.UTC.getRules());
        this.stepMs = stepMs;
        boolean few = stepMs > 0 && WEEK_MS % stepMs == 0 && WEEK_MS / stepMs <= MOST_STEPS;
        ofWeek = new float[few ? (int) (WEEK_MS / stepMs) * SIZE : 0];
        for (int at = 0; at < ofWeek.length; at += SIZE) {
            compute(at / SIZE * stepMs, ofWeek, at);
        }
    }

    void write(long timestampMs, float[] out) {
        long sinceMonday = Math.floorMod(localMs(timestampMs) + MONDAY_OFFSET_MS, WEEK_MS);
        if (ofWeek.length > 0 && sinceMonday % stepMs == 0) {
            System.arraycopy(ofWeek, (int) (sinceMonday / stepMs) * SIZE, out, 0, SIZE);
        } else {
            compute(sinceMonday, out, 0);
        }
    }

    /*
     * StrictMath, because Math.sin may differ in the last bit between JVMs and CPUs.
     */
    private static void compute(long sinceMonday, float[] out, int offset) {
        double day = 2 * Math.PI * (sinceMonday % DAY_MS) / DAY_MS;
        double week = 2 * Math.PI * sinceMonday / WEEK_MS;
        out[offset] = (float) StrictMath.sin(day);
        out[offset + 1] = (float) StrictMath.cos(day);
        out[offset + 2] = (float) StrictMath.sin(week);
        out[offset + 3] = (float) StrictMath.cos(week);
    }

    private long localMs(long timestampMs) {
        return utc
                ? timestampMs
                : timestampMs
                        + 1_000L
                                * zone.getOffset(Instant.ofEpochMilli(timestampMs))
                                        .getTotalSeconds();
    }
}
