package io.gatecast.streams.state;

/**
 * A series that something has to be done about although no event has come for it.
 *
 * @param key series key
 * @param expired whether it has expired; otherwise it has steps to close
 */
public record Due(String key, boolean expired) {}
