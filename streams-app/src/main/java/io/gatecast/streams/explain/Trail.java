package io.gatecast.streams.explain;

import io.gatecast.schema.Forecast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the recorded forecasts of a series tell of its past: where its events are, and which model took which of them. */
public final class Trail {
    private final Map<Place, String> modelBySource = new HashMap<>();
    private final Set<TopicPartition> sources = new LinkedHashSet<>();
    private final List<Term> terms = new ArrayList<>();

    /** Model that had the series for some time, and observations behind the checkpoint it was warmed up from, 0 = none. */
    private record Term(String modelId, long warmedUpAfter) {}

    /**
     * Takes in a forecast of the series, in the order of the topic.
     *
     * @param forecast recorded forecast
     */
    public void add(Forecast forecast) {
        if (terms.isEmpty() || !terms.get(terms.size() - 1).modelId().equals(forecast.getModelId())) {
            terms.add(new Term(forecast.getModelId(), forecast.getWarmedUpAfter()));
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
        return terms.stream().findFirst().map(Term::modelId);
    }

    /** Model that took an event, if a forecast says so. */
    Optional<String> modelAt(Place source) {
        return Optional.ofNullable(modelBySource.get(source));
    }

    /** Where the model after so many others began with the series: there a checkpoint must lie until then. */
    OptionalLong warmedUpAfter(int term) {
        return term < terms.size() ? OptionalLong.of(terms.get(term).warmedUpAfter()) : OptionalLong.empty();
    }

    /** Partitions that events of the series came from. */
    Set<TopicPartition> sources() {
        return sources;
    }
}
