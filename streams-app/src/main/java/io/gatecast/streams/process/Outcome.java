package io.gatecast.streams.process;

/** What a step made of a record: something for the next step, or a refusal. */
public sealed interface Outcome permits Arrival, Issued, Refusal {}
