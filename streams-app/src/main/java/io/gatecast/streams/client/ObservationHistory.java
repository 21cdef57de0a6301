package io.gatecast.streams.client;

import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.table.SeriesCollector;
import io.gatecast.streams.table.SeriesHistory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything a topic of observations holds at one moment.
 *
 * @param series one history per key, in order of event time
 * @param skipped number of observations left out because they came late or twice
 */
public record ObservationHistory(List<SeriesHistory> series, long skipped) {
    private static final Duration POLL = Duration.ofMillis(200);

    public ObservationHistory {
        series = List.copyOf(series);
    }

    /**
     * Reads a topic from its first record up to its end at the time of the call.
     *
     * @param cluster where the topic is
     * @param topic name of a topic of {@link Observation} records in Avro
     * @param rowsPerSeries number of first observations kept of every series
     * @return its series
     * @throws KafkaException if the topic does not exist, cannot be read, or mixes numbers of values
     */
    public static ObservationHistory read(Cluster cluster, String topic, long rowsPerSeries) {
        Reading reading = new Reading(rowsPerSeries);
        var deserializer = AvroSerdes.of(Observation.class, cluster.registryConfig(), false)
                .deserializer();
        try (TopicReader<Observation> reader = new TopicReader<>(cluster.committedConsumer(deserializer), topic)) {
            Map<TopicPartition, Long> ends = reader.ends();
            reader.seekToBeginning();
            while (!reader.hasReached(ends)) {
                reader.poll(POLL).forEach(reading::take);
            }
        }
        return new ObservationHistory(reading.collector.series(), reading.skipped);
    }

    private static final class Reading {
        private final SeriesCollector collector;
        private int columns;
        private long skipped;

        Reading(long rowsPerSeries) {
            collector = new SeriesCollector(rowsPerSeries);
        }

        void take(ConsumerRecord<byte[], Observation> message) {
            Observation observation = message.value();
            if (observation == null) {
                skipped++;
                return;
            }
            List<Double> values = observation.getValues();
            requireSameColumns(values.size(), message);
            SeriesHistory history = collector.of(observation.getKey(), columns);
            if (!collector.wants(history)) {
                return;
            }
            if (observation.getTimestampMs() <= history.lastTimestampMs()) {
                skipped++;
                return;
            }
            int row = history.add(observation.getTimestampMs());
            for (int c = 0; c < columns; c++) {
                Double value = values.get(c);
                history.set(c, row, value == null ? Double.NaN : value);
            }
        }

        private void requireSameColumns(int count, ConsumerRecord<byte[], Observation> message) {
            if (columns == 0) {
                columns = count;
            }
            if (count != columns || count == 0) {
                throw new KafkaException("%s-%d@%d: all observations must have the same number of values, %d, has %d"
                        .formatted(message.topic(), message.partition(), message.offset(), columns, count));
            }
        }
    }
}
