package io.gatecast.streams.decode;

/** What a record's value turned out to be. */
public sealed interface Decoded permits Event, Rejected {}
