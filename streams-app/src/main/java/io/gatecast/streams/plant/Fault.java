package io.gatecast.streams.plant;

/**
 * A fault injected into a sensor: the label of what a detector should find.
 *
 * @param key name of the sensor
 * @param kind how it misbehaves
 * @param fromMs event time of the first reading affected, milliseconds since 1970-01-01T00:00:00Z
 * @param toMs event time of the last reading affected, milliseconds since 1970-01-01T00:00:00Z
 */
public record Fault(String key, FaultKind kind, long fromMs, long toMs) {}
