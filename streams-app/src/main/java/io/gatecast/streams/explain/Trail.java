package io.gatecast.streams.explain;

import io.gatecast.schema.Forecast;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the recorded forecasts of a series tell of its past: where its events are, and which model took which of them. */
public final class Trail {
    private final Map<Place, String> modelBySource = new HashMap<>();
    private final Set<TopicPartition> sources = new LinkedHashSet<>();
    private Optional<String> first = Optional.empty();

    /**
     * Takes in a forecast of the series, in the order of the topic.
     *
     * @param forecast recorded forecast
     */
    public void add(Forecast forecast) {
        if (first.isEmpty()) {
            first = Optional.of(forecast.getModelId());
        }
        if (forecast.getSourceOffset() >= 0) {
            Place source =
                    new Place(forecast.getSourceTopic(), forecast.getSourcePartition(), forecast.getSourceOffset());
            modelBySource.putIfAbsent(source, forecast.getModelId());
            sources.add(source.topicPartition());
        }
    }

    /** Model that forecast first. */
    Optional<String> firstModel() {
        return first;
    }

    /** Model that took an event, if a forecast says so. */
    Optional<String> modelAt(Place source) {
        return Optional.ofNullable(modelBySource.get(source));
    }

    /** Partitions that events of the series came from. */
    Set<TopicPartition> sources() {
        return sources;
    }
}
