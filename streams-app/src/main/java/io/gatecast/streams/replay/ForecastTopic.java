package io.gatecast.streams.replay;

import io.gatecast.schema.Forecast;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.TopicReader;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.encode.OutputSerdes;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The committed forecasts of a topic, from the first one kept to the last one there was when it was opened; those of a partition
 * in order. One thread.
 */
public final class ForecastTopic implements Iterator<ForecastTopic.Recorded>, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A forecast on its topic.
     *
     * @param forecast the forecast
     * @param partition partition it is on
     * @param offset where it is on it
     */
    public record Recorded(Forecast forecast, int partition, long offset) {}

    private final String topic;
    private final TopicReader<byte[]> reader;
    private final Deserializer<Forecast> forecasts;
    private final Map<TopicPartition, Long> ends;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

    /**
     * Opens the topic.
     *
     * @param config where it is and how forecasts are written
     * @param topic name of the topic
     * @throws KafkaException if it does not exist or the cluster cannot be reached
     */
    public ForecastTopic(GatecastConfig config, String topic) {
        this.topic = topic;
        Cluster cluster = new Cluster(config.clientSettings(), Map.of());
        forecasts = OutputSerdes.forecasts(config).deserializer();
        reader = new TopicReader<>(cluster.committedConsumer(new ByteArrayDeserializer()), topic);
        ends = reader.ends();
        reader.seekToBeginning();
    }

    @Override
    public boolean hasNext() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!polled.hasNext() && !reader.hasReached(ends)) {
            polled = reader.poll(POLL).iterator();
            if (!polled.hasNext() && System.nanoTime() > deadline) {
                throw new KafkaException("topic " + topic + " could not be read to its end");
            }
        }
        return polled.hasNext();
    }

    @Override
    public Recorded next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ConsumerRecord<byte[], byte[]> record = polled.next();
        return new Recorded(decode(record), record.partition(), record.offset());
    }

    /** The forecast at a place; ends the reading in order. */
    Forecast at(int partition, long offset) {
        reader.seek(new TopicPartition(topic, partition), offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                if (record.partition() == partition && record.offset() == offset) {
                    return decode(record);
                }
            }
        }
        throw new KafkaException(
                "topic " + topic + " has lost the record at offset " + offset + " of partition " + partition);
    }

    private Forecast decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            Forecast forecast = forecasts.deserialize(topic, record.value());
            if (forecast != null) {
                return forecast;
            }
            throw new SerializationException("it has no value");
        } catch (SerializationException e) {
            throw new KafkaException(
                    "no forecast on " + topic + "-" + record.partition() + " at offset " + record.offset() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        forecasts.close();
        reader.close();
    }
}
