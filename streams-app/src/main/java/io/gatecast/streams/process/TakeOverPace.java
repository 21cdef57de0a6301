package io.gatecast.streams.process;

import java.util.function.LongSupplier;

/**
 * Keeps a model that takes over from stopping the stream: warming a series up costs as much as several hundred events, and with
 * many series in a row a transaction would outlast its time. At most half of the time goes into it, after a first moment; series
 * for which there is none stay with the model before until a later event.
 */
final class TakeOverPace {
    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private final long beganNanos;
    private long spentNanos;
    private long heldBackNanos;

    TakeOverPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        beganNanos = nanoTime.getAsLong();
        heldBackNanos = beganNanos;
    }

    /** Whether a further series may be taken over now. */
    boolean allows() {
        long now = nanoTime.getAsLong();
        if (spentNanos <= FIRST_NANOS + (now - beganNanos) / 2) {
            return true;
        }
        heldBackNanos = now;
        return false;
    }

    /** Does what takes over a series, and counts the time it takes. */
    void count(Runnable takeOver) {
        long before = nanoTime.getAsLong();
        takeOver.run();
        spentNanos += nanoTime.getAsLong() - before;
    }

    /** Whether no series has been held back for so long that the model before is not needed any more. */
    boolean isOver() {
        return nanoTime.getAsLong() - heldBackNanos > QUIET_NANOS;
    }
}
