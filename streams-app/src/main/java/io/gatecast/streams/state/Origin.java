package io.gatecast.streams.state;

/** Where the state of a series was found. */
public enum Origin {
    /** In memory. */
    MEMO,
    /** In the stores. */
    STORES,
    /** Nowhere: the series is new. */
    NEW,
    /** The stores hold the state of another model; the series starts anew. */
    OTHER_MODEL,
    /** What the stores hold is damaged; the series starts anew. */
    DAMAGED
}
