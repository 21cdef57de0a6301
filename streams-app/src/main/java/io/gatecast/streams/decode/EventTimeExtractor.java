package io.gatecast.streams.decode;

import io.gatecast.streams.config.GatecastConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the event time from the decoded value, else from the record.
 *
 * <p>A time that cannot be used, because it is negative or too far ahead of the record's own timestamp, is put into a header
 * and replaced by the task's latest time: Kafka Streams drops records of negative time without a trace, and one event of the
 * far future would make all later ones of its series late. The next step {@linkplain #unusable rejects} such a record. The
 * record's timestamp, not the clock, is what an event time is held against, so that a replay decides as the live run did.
 */
public final class EventTimeExtractor implements TimestampExtractor {
    private static final String UNUSABLE = "gatecast.unusable.timestamp";

    private final Optional<Duration> maxAhead;

    /**
     * Creates an extractor.
     *
     * @param config how far ahead of its record a time may be
     */
    public EventTimeExtractor(GatecastConfig config) {
        this(config.maxAhead());
    }

    EventTimeExtractor(Optional<Duration> maxAhead) {
        this.maxAhead = maxAhead;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long latestMs) {
        if (record.headers().lastHeader(UNUSABLE) != null) {
            record.headers().remove(UNUSABLE);
        }
        long timestampMs = eventTimeMs(record);
        if (isUsable(timestampMs, record.timestamp())) {
            return timestampMs;
        }
        record.headers().add(UNUSABLE, Long.toString(timestampMs).getBytes(StandardCharsets.UTF_8));
        return Math.max(latestMs, 0);
    }

    private static long eventTimeMs(ConsumerRecord<Object, Object> record) {
        if (record.value() instanceof InputValue value
                && value.decoded() instanceof Event event
                && event.timestampMs().isPresent()) {
            return event.timestampMs().getAsLong();
        }
        return record.timestamp();
    }

    private boolean isUsable(long timestampMs, long recordTimestampMs) {
        if (timestampMs < 0) {
            return false;
        }
        long ahead = timestampMs - Math.max(0, recordTimestampMs);
        return recordTimestampMs < 0
                || maxAhead.isEmpty()
                || ahead <= maxAhead.get().toMillis();
    }

    /**
     * Tells whether a record's event time could not be used.
     *
     * @param headers headers of the record
     * @return why not, or nothing
     */
    public static Optional<Rejected> unusable(Headers headers) {
        Header unusable = headers.lastHeader(UNUSABLE);
        if (unusable == null) {
            return Optional.empty();
        }
        String timestampMs = new String(unusable.value(), StandardCharsets.UTF_8);
        return Optional.of(
                timestampMs.startsWith("-")
                        ? new Rejected(
                                Reason.NEGATIVE_TIMESTAMP,
                                "the event time must not be before 1970, was " + timestampMs + " ms")
                        : new Rejected(
                                Reason.FUTURE_TIMESTAMP,
                                "the event time must not be further ahead of the record's timestamp than"
                                        + " input.timestamp.max.ahead.ms, was " + timestampMs + " ms"));
    }
}
