package io.gatecast.streams.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The records to be read again.
 *
 * @param spans from where to where, by partition
 */
public record Range(Map<TopicPartition, Span> spans) {
    /**
     * Records of one partition.
     *
     * @param from offset of the first
     * @param to offset after the last
     */
    public record Span(long from, long to) {
        public Span {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("a span must not end before it begins, was " + from + " to " + to);
            }
        }

        long length() {
            return to - from;
        }
    }

    public Range {
        spans = Map.copyOf(spans);
    }

    /**
     * Looks up the records between two bounds that are there now.
     *
     * @param consumer asks the brokers; its isolation level decides what the end is
     * @param topics names of the topics
     * @param first where to begin; empty = with the first record kept
     * @param last where to end; empty = with the last record there is
     * @return the records
     * @throws KafkaException if a topic does not exist, no record lies between the bounds, or the cluster cannot be reached
     */
    public static Range between(
            Consumer<byte[], byte[]> consumer, List<String> topics, Optional<Bound> first, Optional<Bound> last) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new KafkaException("there is no topic '" + topic + "'");
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from =
                first.map(bound -> offsets(consumer, bound, begins, ends)).orElse(begins);
        Map<TopicPartition, Long> to =
                last.map(bound -> offsets(consumer, bound, ends, ends)).orElse(ends);
        Map<TopicPartition, Span> spans = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = clamp(from.get(partition), begins.get(partition), ends.get(partition));
            long end = clamp(to.get(partition), begin, ends.get(partition));
            spans.put(partition, new Span(begin, end));
        }
        Range range = new Range(spans);
        if (range.length() == 0) {
            throw new KafkaException("no record of " + topics + " lies in the range " + range);
        }
        return range;
    }

    private static long clamp(long offset, long lowest, long highest) {
        return Math.max(lowest, Math.min(highest, offset));
    }

    /** Offsets of a bound; partitions that it does not name have the given ones, and what comes after the last record the end. */
    private static Map<TopicPartition, Long> offsets(
            Consumer<byte[], byte[]> consumer,
            Bound bound,
            Map<TopicPartition, Long> unnamed,
            Map<TopicPartition, Long> ends) {
        Collection<TopicPartition> partitions = ends.keySet();
        if (bound instanceof Bound.Offset same) {
            return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> same.offset()));
        }
        if (bound instanceof Bound.Offsets some) {
            return partitions.stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition ->
                                    some.byPartition().getOrDefault(partition.partition(), unnamed.get(partition))));
        }
        long ms = ((Bound.Time) bound).ms();
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> ms));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            if (found.getValue() != null) {
                offsets.put(found.getKey(), found.getValue().offset());
            }
        }
        return offsets;
    }

    /**
     * Number of offsets in the range, which is the number of records unless some were compacted away.
     *
     * @return offsets of all partitions together
     */
    public long length() {
        return spans.values().stream().mapToLong(Span::length).sum();
    }

    /** Whether a record is in the range. */
    boolean contains(String topic, int partition, long offset) {
        Span span = spans.get(new TopicPartition(topic, partition));
        return span != null && offset >= span.from() && offset < span.to();
    }

    /** Number of partitions that have records in the range. */
    int partitions() {
        return (int) spans.values().stream().filter(span -> span.length() > 0).count();
    }

    @Override
    public String toString() {
        return spans.entrySet().stream()
                .map(span -> span.getKey() + " " + span.getValue().from() + " to "
                        + span.getValue().to())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
