package io.gatecast.streams.process;

import io.gatecast.streams.decode.Rejected;

/**
 * A record that is not used.
 *
 * @param why the reason
 * @param source the record
 */
public record Refusal(Rejected why, SourceRecord source) implements Outcome {}
