package io.gatecast.streams.client;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of one partition from its beginning and goes on as it grows. One thread. */
public final class WholeTopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final TopicReader<byte[]> reader;
    private final Consumer<ConsumerRecord<byte[], byte[]>> sink;

    /**
     * Begins at the first record.
     *
     * @param cluster where the topic is
     * @param topic its name
     * @param sink is given every committed record, in order
     * @throws KafkaException if the topic does not exist or the cluster cannot be reached
     */
    public WholeTopicReader(Cluster cluster, String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        this.topic = topic;
        this.sink = sink;
        reader = new TopicReader<>(cluster.committedConsumer(new ByteArrayDeserializer()), topic);
        reader.seekToBeginning();
    }

    /**
     * Reads everything that was committed before the call.
     *
     * @throws KafkaException if the topic has several partitions or cannot be read
     */
    public void readToEnd() {
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
    }

    /**
     * Waits for records.
     *
     * @param limit how long to wait at most
     * @return whether there were any
     * @throws KafkaException if reading fails
     */
    public boolean poll(Duration limit) {
        boolean any = false;
        for (ConsumerRecord<byte[], byte[]> message : reader.poll(limit)) {
            sink.accept(message);
            any = true;
        }
        return any;
    }

    @Override
    public void close() {
        reader.close();
    }
}
