package io.gatecast.streams.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far the restoring of state from changelogs has come. Told by Kafka Streams' threads, asked by any. */
public final class RestoreProgress implements StateRestoreListener {
    /**
     * A part of a store that is being restored.
     *
     * @param store name of the store
     * @param partition partition of its changelog
     * @param remaining number of records still to restore
     */
    public record Part(String store, int partition, long remaining) {}

    private final Map<TopicPartition, Part> parts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> restored = new ConcurrentHashMap<>();

    /** Creates it with nothing to restore. */
    public RestoreProgress() {}

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long startOffset, long endOffset) {
        parts.put(changelog, new Part(store, changelog.partition(), Math.max(0, endOffset - startOffset)));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEndOffset, long count) {
        restored.computeIfAbsent(store, s -> new LongAdder()).add(count);
        parts.computeIfPresent(
                changelog, (c, part) -> new Part(store, part.partition(), Math.max(0, part.remaining() - count)));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
        parts.remove(changelog);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long totalRestored) {
        parts.remove(changelog);
    }

    /**
     * What is being restored.
     *
     * @return parts with the number of records remaining, by store and partition
     */
    public List<Part> parts() {
        return parts.values().stream()
                .sorted(Comparator.comparing(Part::store).thenComparing(Part::partition))
                .toList();
    }

    /**
     * Whether an instance answers for all it owns.
     *
     * @param streams its stream
     * @return true if it runs and restores nothing
     */
    public boolean isReady(KafkaStreams streams) {
        return streams.state() == KafkaStreams.State.RUNNING && parts.isEmpty();
    }

    long remaining(String store) {
        return parts.values().stream()
                .filter(part -> part.store().equals(store))
                .mapToLong(Part::remaining)
                .sum();
    }

    long restored(String store) {
        LongAdder count = restored.get(store);
        return count == null ? 0 : count.sum();
    }
}
