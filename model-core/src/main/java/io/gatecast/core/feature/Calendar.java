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

    private final ZoneRules zone;
    private final boolean utc;

    Calendar(ZoneId zone) {
        this.zone = zone.getRules();
        utc = this.zone.equals(ZoneOffset.UTC.getRules());
    }

    /*
     * StrictMath, because Math.sin may differ in the last bit between JVMs and CPUs.
     */
    void write(long timestampMs, float[] out, int offset) {
        long localMs = localMs(timestampMs);
        double day = 2 * Math.PI * Math.floorMod(localMs, DAY_MS) / DAY_MS;
        double week = 2 * Math.PI * Math.floorMod(localMs + MONDAY_OFFSET_MS, WEEK_MS) / WEEK_MS;
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
