package io.gatecast.streams.replay;

/**
 * When records are due, by their timestamps. Safe for use by many threads.
 */
final class ReplayPace {
    /** All records are due at once. */
    static final ReplayPace UNLIMITED = new ReplayPace(Double.POSITIVE_INFINITY, 0, 0);

    private final double speed;
    private final long firstMs;
    private final long startNanos;

    /**
     * Begins with some record.
     *
     * @param speed seconds of the records' time per second
     * @param firstMs timestamp of the first record, milliseconds since 1970-01-01T00:00:00Z
     * @param startNanos when that is due, by {@link System#nanoTime}
     */
    ReplayPace(double speed, long firstMs, long startNanos) {
        this.speed = speed;
        this.firstMs = firstMs;
        this.startNanos = startNanos;
    }

    boolean isUnlimited() {
        return speed == Double.POSITIVE_INFINITY;
    }

    /** Nanoseconds until a record is due; not above 0 if it is. */
    long waitNanos(long timestampMs, long nowNanos) {
        return isUnlimited() ? 0 : (long) ((timestampMs - firstMs) * 1e6 / speed) - (nowNanos - startNanos);
    }
}
