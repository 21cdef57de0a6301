package io.gatecast.streams.nab;

/**
 * Score of a detector on a corpus.
 *
 * @param normalized 0 for a detector that detects nothing, 100 for a perfect one
 * @param threshold anomaly score from which on a row counts as detected
 * @param raw sum of what hits, false alarms and misses are worth
 */
public record NabScore(double normalized, double threshold, double raw) {}
