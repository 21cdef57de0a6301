package io.gatecast.streams.topology;

import io.gatecast.streams.config.GatecastConfig;
import java.util.List;

/**
 * Names of the topics.
 *
 * @param inputs measurements, read
 * @param forecasts forecasts, written
 * @param deadLetters records that could not be used, written
 */
public record Topics(List<String> inputs, String forecasts, String deadLetters) {
    /** Part of the internal topic's name that differs between steps: {@code <application>-series-repartition}. */
    static final String BY_SERIES = "series";

    /**
     * Names as configured, the others made from the first input's.
     *
     * @param config configuration
     * @return the names
     */
    public static Topics of(GatecastConfig config) {
        String first = config.inputTopics().get(0);
        return new Topics(
                config.inputTopics(),
                config.outputTopic().orElse(first + "-forecasts"),
                config.deadLetterTopic().orElse(first + "-dead-letters"));
    }
}
