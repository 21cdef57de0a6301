package io.gatecast.streams.command;

import java.util.Optional;

/** Spreads events evenly over time. */
final class Pace {
    private final double perSecond;
    private final long startNanos = System.nanoTime();

    /**
     * Begins now.
     *
     * @param perSecond events per second; empty = without waiting
     */
    Pace(Optional<Double> perSecond) {
        this.perSecond = perSecond.orElse(Double.POSITIVE_INFINITY);
    }

    /** Waits until an event is due, given how many came before it, or until the stop signal. */
    void awaitTurn(long eventsBefore, StopSignal stop) {
        long dueNanos = startNanos + (long) (eventsBefore / perSecond * 1e9);
        long waitMs = (dueNanos - System.nanoTime()) / 1_000_000;
        if (waitMs > 0) {
            stop.await(waitMs);
        }
    }
}
