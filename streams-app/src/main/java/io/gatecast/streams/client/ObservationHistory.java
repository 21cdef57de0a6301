package io.gatecast.streams.client;

import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.table.RowShape;
import io.gatecast.streams.table.SampleLimit;
import io.gatecast.streams.table.SeriesCollector;
import io.gatecast.streams.table.SeriesHistory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything a topic of observations holds at one moment.
 *
 * @param series one history per key, in order of event time
 * @param shape number of columns of each role, the same in all observations; no columns if there are none
 * @param sample what the series are a sample of; empty if they are everything
 * @param skipped number of observations left out because they came late or twice
 */
public record ObservationHistory(
        List<SeriesHistory> series, RowShape shape, Optional<SeriesCollector.Sample> sample, long skipped) {
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Reads a topic from its first record up to its end at the time of the call.
     *
     * @param cluster where the topic is
     * @param topic name of a topic of {@link Observation} records in Avro
     * @param rowsPerSeries number of first observations kept of every series
     * @param limit how much is kept of all series together
     * @return its series
     * @throws KafkaException if the topic does not exist, cannot be read, or mixes numbers of columns
     */
    public static ObservationHistory read(Cluster cluster, String topic, long rowsPerSeries, SampleLimit limit) {
        Reading reading = new Reading(rowsPerSeries, limit);
        var deserializer = AvroSerdes.of(Observation.class, cluster.registryConfig(), false)
                .deserializer();
        try (TopicReader<Observation> reader = new TopicReader<>(cluster.committedConsumer(deserializer), topic)) {
            Map<TopicPartition, Long> ends = reader.ends();
            reader.seekToBeginning();
            while (!reader.hasReached(ends)) {
                reader.poll(POLL).forEach(reading::take);
            }
        }
        return new ObservationHistory(
                reading.collector.series(),
                reading.shape == null ? new RowShape(0, 0, 0) : reading.shape,
                reading.collector.sample(),
                reading.skipped);
    }

    private static final class Reading {
        private final SeriesCollector collector;
        private RowShape shape;
        private long skipped;

        Reading(long rowsPerSeries, SampleLimit limit) {
            collector = new SeriesCollector(rowsPerSeries, limit);
        }

        void take(ConsumerRecord<byte[], Observation> message) {
            Observation observation = message.value();
            if (observation == null) {
                skipped++;
                return;
            }
            RowShape found = new RowShape(
                    observation.getValues().size(),
                    observation.getKnown().size(),
                    observation.getStatics().size());
            requireSameShape(found, message);
            SeriesHistory history = collector.of(observation.getKey(), shape).orElse(null);
            if (history == null || !collector.wants(history)) {
                return;
            }
            if (observation.getTimestampMs() <= history.lastTimestampMs()) {
                skipped++;
                return;
            }
            int row = collector.add(history, observation.getTimestampMs());
            for (int c = 0; c < shape.values(); c++) {
                history.set(c, row, orMissing(observation.getValues().get(c)));
            }
            for (int c = 0; c < shape.known(); c++) {
                List<Double> ahead = observation.getKnown().get(c);
                history.setKnown(c, row, ahead.isEmpty() ? Double.NaN : orMissing(ahead.get(0)));
            }
            for (int c = 0; c < shape.statics(); c++) {
                Object text = observation.getStatics().get(c);
                history.setStatic(c, text == null ? "" : text.toString().trim());
            }
        }

        private static double orMissing(Double value) {
            return value == null ? Double.NaN : value;
        }

        private void requireSameShape(RowShape found, ConsumerRecord<byte[], Observation> message) {
            if (shape == null) {
                shape = found;
            }
            if (found.values() != shape.values() || found.values() == 0) {
                throw unlike("values", shape.values(), found.values(), message);
            }
            if (found.known() != shape.known()) {
                throw unlike("known columns", shape.known(), found.known(), message);
            }
            if (found.statics() != shape.statics()) {
                throw unlike("static columns", shape.statics(), found.statics(), message);
            }
        }

        private static KafkaException unlike(
                String what, int expected, int found, ConsumerRecord<byte[], Observation> message) {
            return new KafkaException("%s-%d@%d: all observations must have the same number of %s, %d, has %d"
                    .formatted(message.topic(), message.partition(), message.offset(), what, expected, found));
        }
    }
}
