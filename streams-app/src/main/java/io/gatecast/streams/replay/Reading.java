package io.gatecast.streams.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What the consumers of a replay share: what they are to read, when, and how far they are. Safe for use by many threads.
 */
final class Reading {
    /**
     * How far a partition has been read.
     *
     * @param next offset of the next record to be fetched
     * @param handedOver offset after the last record that was given to the graph by this process, 0 if none was
     */
    private record Progress(long next, long handedOver) {}

    private final Range range;
    private final ReplayPace pace;
    private final Map<TopicPartition, Progress> progress = new ConcurrentHashMap<>();

    Reading(Range range, ReplayPace pace) {
        this.range = range;
        this.pace = pace;
    }

    /** Offset after the last record to be read of a partition; internal topics are read to whatever their end is. */
    long end(TopicPartition partition) {
        Range.Span span = range.spans().get(partition);
        return span == null ? Long.MAX_VALUE : span.to();
    }

    /** Nanoseconds until a record is due. Internal topics hold what has been waited for already. */
    long waitNanos(TopicPartition partition, long timestampMs, long nowNanos) {
        return range.spans().containsKey(partition) ? pace.waitNanos(timestampMs, nowNanos) : 0;
    }

    void note(TopicPartition partition, long next, long handedOver) {
        progress.merge(
                partition,
                new Progress(next, handedOver),
                (before, now) ->
                        new Progress(now.next(), now.handedOver() > 0 ? now.handedOver() : before.handedOver()));
    }

    /**
     * Whether everything before an offset has been read, processed and committed. What lies between the last record and the
     * offset, such as marks of transactions, need not be committed.
     */
    boolean isDone(TopicPartition partition, long end, long committed) {
        if (committed >= end) {
            return true;
        }
        Progress read = progress.get(partition);
        return read != null && read.next() >= end && committed >= read.handedOver();
    }
}
