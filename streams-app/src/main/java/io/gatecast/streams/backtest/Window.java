package io.gatecast.streams.backtest;

import java.util.List;

/**
 * One forecast with what was before and what came.
 *
 * @param key name of the series
 * @param origin row of the last observation used
 * @param timestampsMs event times of the values
 * @param values what was observed, before and after the origin, {@link Double#NaN} where missing
 * @param before number of values up to the origin
 * @param points point forecasts [contender][step]
 * @param quantiles quantiles of the first contender [level][step]
 */
public record Window(
        String key,
        long origin,
        List<Long> timestampsMs,
        List<Double> values,
        int before,
        List<List<Double>> points,
        List<List<Double>> quantiles) {}
