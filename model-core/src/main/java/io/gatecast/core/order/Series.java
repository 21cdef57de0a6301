package io.gatecast.core.order;

import io.gatecast.core.SeriesState;

/**
 * One series in memory: its live state, the events that are not behind its checkpoint yet, and how far in time it is settled.
 * One owner, one thread.
 */
public final class Series {
    private final Tail tail;
    SeriesState state;
    long sequence;
    long settledMs;
    boolean costlyToRebuild;

    Series(SeriesState state, long sequence, Tail tail, long settledMs) {
        this.state = state;
        this.sequence = sequence;
        this.tail = tail;
        this.settledMs = settledMs;
    }

    /**
     * The live state.
     *
     * @return state, as it is after every step taken so far
     */
    public SeriesState state() {
        return state;
    }

    Tail tail() {
        return tail;
    }

    /**
     * Number of events behind the latest checkpoint.
     *
     * @return sequence of that checkpoint
     */
    public long checkpointed() {
        return tail.base();
    }

    /**
     * Time before which no event is accepted any more.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long settledMs() {
        return settledMs;
    }

    /**
     * Event time of the latest event; once it is behind a checkpoint of fixed steps, that of its step.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z; -1 before the first event
     */
    public long latestMs() {
        if (tail.length() > 0) {
            return tail.timestampMs(tail.length() - 1);
        }
        return state.steps() > 0 ? state.clockMs() : -1;
    }

    /**
     * Whether the series had to be rebuilt by so many steps that writing its state would have been cheaper.
     *
     * @return true until the next checkpoint
     */
    public boolean costlyToRebuild() {
        return costlyToRebuild;
    }
}
