package io.gatecast.streams.models;

import io.gatecast.streams.client.TopicReader;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a model topic from its beginning and goes on as it grows. One thread. */
final class ModelTopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final TopicReader<byte[]> reader;
    private final Catalogue catalogue = new Catalogue();

    ModelTopicReader(ModelTopic topic) {
        this.topic = topic.name();
        reader = new TopicReader<>(topic.cluster().committedConsumer(new ByteArrayDeserializer()), topic.name());
        reader.seekToBeginning();
    }

    /** Reads everything that was committed before the call. */
    Catalogue readToEnd() {
        Map<TopicPartition, Long> ends = reader.ends();
        if (ends.size() > 1) {
            throw new KafkaException("topic " + topic + " must have one partition, has " + ends.size());
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reader.hasReached(ends)) {
            if (poll(POLL)) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new KafkaException("topic " + topic + " could not be read to its end");
            }
        }
        return catalogue;
    }

    /** Waits for records; returns whether there were any. */
    boolean poll(Duration limit) {
        boolean any = false;
        for (ConsumerRecord<byte[], byte[]> message : reader.poll(limit)) {
            catalogue.accept(message);
            any = true;
        }
        return any;
    }

    /** What has been read so far, live. */
    Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public void close() {
        reader.close();
    }
}
