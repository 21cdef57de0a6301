package io.gatecast.core.ledger;

/**
 * Intervals issued earlier for one observation, and how many of them held it.
 *
 * @param intervals number of forecasts whose intervals were judged
 * @param insideInner how many of their inner intervals held the observation
 * @param insideOuter how many of their outermost intervals did
 */
public record Outcomes(int intervals, int insideInner, int insideOuter) {}
