package io.gatecast.streams.decode;

/** What a record's key turned out to be. */
public sealed interface DecodedKey permits SeriesKey, Rejected {}
