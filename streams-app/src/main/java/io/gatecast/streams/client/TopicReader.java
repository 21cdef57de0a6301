package io.gatecast.streams.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions of some topics.
 *
 * @param <V> type of the record values
 */
public final class TopicReader<V> implements AutoCloseable {
    private final Consumer<byte[], V> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /**
     * Begins to read topics at their ends.
     *
     * @param consumer the consumer to read with, owned by this object from now on
     * @param topics names of the topics
     * @throws KafkaException if a topic does not exist or the cluster cannot be reached
     */
    public TopicReader(Consumer<byte[], V> consumer, String... topics) {
        this.consumer = consumer;
        try {
            for (String topic : topics) {
                partitions.addAll(partitionsOf(topic));
            }
            consumer.assign(partitions);
            seekToEnd();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Goes back to the first record kept. */
    public void seekToBeginning() {
        consumer.seekToBeginning(partitions);
    }

    /**
     * Goes to a record.
     *
     * @param partition one of the partitions read
     * @param offset offset of the record
     */
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("there is no topic '" + topic + "'");
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    // Resolves the positions now, so that nothing written after construction is skipped.
    private void seekToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /**
     * Waits for further records.
     *
     * @param limit how long to wait at most
     * @return records in order within each partition; empty if none came
     * @throws KafkaException if reading fails
     */
    public Iterable<ConsumerRecord<byte[], V>> poll(Duration limit) {
        return consumer.poll(limit);
    }

    /**
     * Ends of the partitions at this moment.
     *
     * @return offset after the last committed record, by partition
     * @throws KafkaException if the cluster cannot be reached
     */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /**
     * Whether everything before some offsets has been read.
     *
     * @param ends offsets by partition
     * @return true once every partition's position is there
     */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
