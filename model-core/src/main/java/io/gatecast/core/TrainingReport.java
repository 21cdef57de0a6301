package io.gatecast.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a model came to be and how good it was on data it was not fitted to.
 *
 * @param settings every setting, given or found, by name in the order they were decided
 * @param scores accuracy per group of steps ahead
 */
public record TrainingReport(Map<String, String> settings, List<HorizonScore> scores) {
    public TrainingReport {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        scores = List.copyOf(scores);
    }
}
