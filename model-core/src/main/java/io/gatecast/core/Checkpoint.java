package io.gatecast.core;

/**
 * A state at some moment in the life of its series.
 *
 * @param state the state, the caller's own
 * @param sequence number of observations of the series accepted before that moment
 */
public record Checkpoint(SeriesState state, long sequence) {}
