package io.gatecast.streams.process;

import io.gatecast.schema.Forecast;

/**
 * A forecast made after an observation.
 *
 * @param forecast the record to send
 */
public record Issued(Forecast forecast) implements Outcome {}
