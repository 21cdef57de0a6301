package io.gatecast.streams.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that hands over the records of a range only, and those not before they are due. It goes back to the first one that
 * it has held back, so positions, and what is committed, are as if that had not been fetched.
 */
final class RangeConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Reading reading;
    private final Map<TopicPartition, Long> heldUntilNanos = new HashMap<>();

    RangeConsumer(Map<String, Object> settings, Reading reading) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.reading = reading;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        long now = System.nanoTime();
        letGo(now);
        ConsumerRecords<byte[], byte[]> polled = super.poll(untilNextIsDue(timeout, now));
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            int count = countDue(partition, records, System.nanoTime());
            if (count < records.size()) {
                next.put(partition, holdBack(partition, records.get(count)));
            }
            if (count > 0) {
                due.put(partition, records.subList(0, count));
            }
        }
        notePositions(due);
        return new ConsumerRecords<>(due, next);
    }

    /** None where records are held back: Kafka Streams would wait for them before it takes those of other topics. */
    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return heldUntilNanos.containsKey(partition) ? OptionalLong.of(0) : super.currentLag(partition);
    }

    private void letGo(long now) {
        Set<TopicPartition> assigned = assignment();
        heldUntilNanos.keySet().retainAll(assigned);
        heldUntilNanos.entrySet().removeIf(held -> {
            boolean isDue = held.getValue() != Long.MAX_VALUE && held.getValue() - now <= 0;
            if (isDue) {
                resume(Set.of(held.getKey()));
            }
            return isDue;
        });
    }

    private Duration untilNextIsDue(Duration timeout, long now) {
        long shortest = timeout.toNanos();
        for (long until : heldUntilNanos.values()) {
            if (until != Long.MAX_VALUE) {
                shortest = Math.min(shortest, Math.max(1_000_000, until - now));
            }
        }
        return Duration.ofNanos(shortest);
    }

    private int countDue(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long now) {
        long end = reading.end(partition);
        int count = 0;
        while (count < records.size()
                && records.get(count).offset() < end
                && reading.waitNanos(partition, records.get(count).timestamp(), now) <= 0) {
            count++;
        }
        return count;
    }

    private OffsetAndMetadata holdBack(TopicPartition partition, ConsumerRecord<byte[], byte[]> first) {
        boolean isOver = first.offset() >= reading.end(partition);
        long now = System.nanoTime();
        heldUntilNanos.put(
                partition, isOver ? Long.MAX_VALUE : now + reading.waitNanos(partition, first.timestamp(), now));
        seek(partition, first.offset());
        pause(Set.of(partition));
        return new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "");
    }

    private void notePositions(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due) {
        for (TopicPartition partition : assignment()) {
            List<ConsumerRecord<byte[], byte[]>> records = due.getOrDefault(partition, List.of());
            long handedOver =
                    records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
            try {
                reading.note(partition, position(partition, Duration.ZERO), handedOver);
            } catch (TimeoutException | InvalidOffsetException e) {
                continue; // there is none yet, so nothing has been read either
            }
        }
    }
}
