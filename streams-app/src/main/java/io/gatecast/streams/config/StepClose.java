package io.gatecast.streams.config;

/** What closes the fixed steps of a series. */
public enum StepClose {
    /** Later events of the series. */
    SERIES,
    /** Later events of any series of the same task, too. */
    STREAM,
    /** The clock, too. */
    WALL
}
