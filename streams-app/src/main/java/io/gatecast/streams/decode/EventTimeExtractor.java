package io.gatecast.streams.decode;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the event time from the decoded value, else from the record. Never negative, because Kafka Streams drops such
 * records without a trace: a record without any usable time gets the task's latest time and is marked, so that the next
 * step can reject it.
 */
public final class EventTimeExtractor implements TimestampExtractor {
    /** Header that marks a record whose own timestamp is negative, with that timestamp as text. */
    public static final String NEGATIVE_TIMESTAMP_HEADER = "gatecast.negative.timestamp";

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long latestMs) {
        if (record.value() instanceof InputValue value
                && value.decoded() instanceof Event event
                && event.timestampMs().isPresent()) {
            return event.timestampMs().getAsLong();
        }
        if (record.timestamp() >= 0) {
            return record.timestamp();
        }
        record.headers()
                .add(
                        NEGATIVE_TIMESTAMP_HEADER,
                        Long.toString(record.timestamp()).getBytes(StandardCharsets.UTF_8));
        return Math.max(latestMs, 0);
    }
}
