package io.gatecast.streams.decode;

import io.gatecast.streams.config.GatecastConfig;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the event time from the decoded value, else from the record.
 *
 * <p>A time that cannot be used, because it is negative or too far ahead of the clock, is put into a header and replaced by
 * the task's latest time: Kafka Streams drops records of negative time without a trace, and brokers refuse records of the
 * future. The next step {@linkplain #unusable rejects} such a record.
 */
public final class EventTimeExtractor implements TimestampExtractor {
    private static final String UNUSABLE = "gatecast.unusable.timestamp";

    private final Optional<Duration> maxAhead;
    private final Clock clock;

    /**
     * Creates an extractor.
     *
     * @param config how far ahead of the clock a time may be
     */
    public EventTimeExtractor(GatecastConfig config) {
        this(config.maxAhead(), Clock.systemUTC());
    }

    EventTimeExtractor(Optional<Duration> maxAhead, Clock clock) {
        this.maxAhead = maxAhead;
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long latestMs) {
        record.headers().remove(UNUSABLE);
        long timestampMs = eventTimeMs(record);
        if (isUsable(timestampMs)) {
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

    private boolean isUsable(long timestampMs) {
        return timestampMs >= 0
                && (maxAhead.isEmpty()
                        || timestampMs <= clock.millis() + maxAhead.get().toMillis());
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
                                "the event time is too far ahead of the clock, was " + timestampMs + " ms"));
    }
}
