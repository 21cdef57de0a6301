package io.gatecast.streams.state;

import io.gatecast.core.SeriesState;

/** One series in memory: its live state, and the observations that the stores need to rebuild it. */
public final class Series {
    private final SeriesState state;
    private final Tail tail;
    private boolean costlyToRebuild;

    Series(SeriesState state, Tail tail, boolean costlyToRebuild) {
        this.state = state;
        this.tail = tail;
        this.costlyToRebuild = costlyToRebuild;
    }

    /**
     * The live state.
     *
     * @return state, advanced in place by its user
     */
    public SeriesState state() {
        return state;
    }

    Tail tail() {
        return tail;
    }

    /** Whether the series has fallen out of memory and had to be rebuilt from many observations. */
    boolean costlyToRebuild() {
        return costlyToRebuild;
    }

    /** The state is in the stores as it is: nothing has to be stepped through again. */
    void checkpointed() {
        tail.restart(state.steps());
        costlyToRebuild = false;
    }
}
