package io.gatecast.streams.state;

/** Where the state of a series was found. */
public enum Origin {
    /** In memory. */
    MEMO,
    /** In the stores. */
    STORES,
    /** Nowhere: the series is new. */
    NEW,
    /** In the stores, as the state of another model: the series is warmed up on its latest values. */
    OTHER_MODEL,
    /** What the stores hold is damaged; the series starts anew. */
    DAMAGED
}
