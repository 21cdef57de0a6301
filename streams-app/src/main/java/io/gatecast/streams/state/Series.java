package io.gatecast.streams.state;

import io.gatecast.core.SeriesState;

/** One series in memory: its live state, and the observations that the stores need to rebuild it. */
public final class Series {
    private final SeriesState state;
    private final Tail tail;
    private boolean costlyToRebuild;
    private boolean taken;

    Series(SeriesState state, Tail tail, boolean costlyToRebuild) {
        this.state = state;
        this.tail = tail;
        this.costlyToRebuild = costlyToRebuild;
    }

    /** Notes that the stores do not have this series yet, but perhaps another model's. */
    void markTaken() {
        taken = true;
        costlyToRebuild = true;
    }

    /** Whether the stores still have another model's series, or nothing. */
    boolean isTaken() {
        return taken;
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
        taken = false;
    }
}
