package io.gatecast.core;

/**
 * What one observation gave: the forecast issued after it and its score by the forecast issued before it.
 *
 * <p>The forecaster that returned it overwrites it with its next step.
 *
 * @param forecast forecast of the steps to come
 * @param score the observation judged by the earlier forecast
 */
public record Step(Forecast forecast, Score score) {}
