package io.gatecast.streams.process;

import io.gatecast.core.Observation;

/**
 * An observation on its way to its series; the record key is the series key.
 *
 * @param observation what was observed
 * @param source the record it was read from
 */
public record Arrival(Observation observation, SourceRecord source) {}
