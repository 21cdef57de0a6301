package io.gatecast.core;

import java.util.List;

/**
 * What a forecast of a target follows from, for people to read.
 *
 * @param recent latest values, oldest first, in the source's units; a missing one is the forecast it was replaced by
 * @param unobserved number of latest steps without a value
 * @param center running mean of the transformed values
 * @param deviation running standard deviation of the transformed values
 * @param calibratedSteps steps ahead that calibration learned from
 * @param factors what distances from the median are multiplied by, per calibrated step and level
 */
public record StateSummary(
        List<Double> recent,
        int unobserved,
        double center,
        double deviation,
        List<Integer> calibratedSteps,
        List<List<Double>> factors) {
    public StateSummary {
        recent = List.copyOf(recent);
        calibratedSteps = List.copyOf(calibratedSteps);
        factors = factors.stream().map(List::copyOf).toList();
    }
}
