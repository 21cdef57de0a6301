package io.gatecast.streams.plant;

/**
 * A fault injected into a sensor: the label of what a detector should find.
 *
 * @param key name of the sensor
 * @param kind how it misbehaves
 * @param fromMs event time of the first reading affected, milliseconds since 1970-01-01T00:00:00Z
 * @param outsideMs event time of the first reading outside what the sensor does anyway: that of a drift which has grown to one and a
 *     half of the sensor's usual ups and downs, about three standard deviations of what cannot be foreseen; otherwise that of the first reading
 *     affected
 * @param toMs event time of the last reading affected, milliseconds since 1970-01-01T00:00:00Z
 */
public record Fault(String key, FaultKind kind, long fromMs, long outsideMs, long toMs) {}
