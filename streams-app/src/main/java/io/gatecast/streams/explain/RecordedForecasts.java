package io.gatecast.streams.explain;

import io.gatecast.schema.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A recorded forecast and what the forecasts of its series before it tell.
 *
 * @param place where it is
 * @param forecast the forecast
 * @param trail what those up to it tell
 */
public record RecordedForecasts(Place place, Forecast forecast, Trail trail) {
    /**
     * Finds the forecast at a place.
     *
     * @param consumer reads forecasts, committed ones only
     * @param place where it is
     * @return the forecast
     * @throws KafkaException if there is none, or it cannot be read
     */
    public static RecordedForecasts at(Consumer<byte[], Forecast> consumer, Place place) {
        TopicPartition partition = place.topicPartition();
        consumer.assign(List.of(partition));
        long first = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (place.offset() < first || place.offset() >= end) {
            throw new KafkaException(
                    "there is no forecast at " + place + ": the partition has offsets " + first + " to before " + end);
        }
        consumer.seek(partition, place.offset());
        PatientReader<Forecast> reader = new PatientReader<>(consumer);
        Forecast forecast = null;
        while (forecast == null && consumer.position(partition) <= place.offset()) {
            for (ConsumerRecord<byte[], Forecast> message : reader.poll()) {
                if (message.offset() == place.offset()) {
                    forecast = message.value();
                }
            }
        }
        if (forecast == null) {
            throw new KafkaException(
                    "there is no forecast at " + place + ": it is the mark of a transaction, or empty");
        }
        return new RecordedForecasts(place, forecast, trail(consumer, place, forecast.getKey()));
    }

    private static Trail trail(Consumer<byte[], Forecast> consumer, Place until, String key) {
        Trail trail = new Trail();
        TopicPartition partition = until.topicPartition();
        consumer.seekToBeginning(List.of(partition));
        PatientReader<Forecast> reader = new PatientReader<>(consumer);
        while (consumer.position(partition) <= until.offset()) {
            for (ConsumerRecord<byte[], Forecast> message : reader.poll()) {
                if (message.offset() <= until.offset()
                        && message.value() != null
                        && message.value().getKey().equals(key)) {
                    trail.add(message.value());
                }
            }
        }
        return trail;
    }

    /**
     * Finds the latest forecast that is wanted, the one of the highest revision.
     *
     * @param consumer reads forecasts, committed ones only
     * @param topic topic of the forecasts
     * @param wanted which ones are
     * @return place of the forecast; empty if there is none
     * @throws KafkaException if the topic cannot be read to its end
     */
    public static Optional<Place> find(Consumer<byte[], Forecast> consumer, String topic, Predicate<Forecast> wanted) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        List<Place> found = new ArrayList<>();
        int revision = -1;
        PatientReader<Forecast> reader = new PatientReader<>(consumer);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], Forecast> message : reader.poll()) {
                Forecast forecast = message.value();
                if (forecast != null && wanted.test(forecast) && forecast.getRevision() >= revision) {
                    revision = forecast.getRevision();
                    found.add(new Place(topic, message.partition(), message.offset()));
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }
}
