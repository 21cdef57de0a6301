package io.gatecast.streams.process;

import io.gatecast.streams.decode.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record that is not used as it came, with the reason and the place in headers. The names are those that Kafka Streams' own
 * handlers use (KIP-1034).
 */
public final class DeadLetter {
    /** Header with the name of the {@link io.gatecast.streams.decode.Reason}. */
    public static final String REASON = "gatecast.reason";

    /**
     * Header of a record that is too large to be written again: number of bytes of key and value left out. The record is
     * still at the place that the other headers name.
     */
    public static final String OMITTED_BYTES = "gatecast.omitted.bytes";

    /** Header of a record that came too late: how far it was behind the time its series had reached, milliseconds. */
    public static final String LATENESS = "gatecast.lateness.ms";

    /** Beginning of the names of Kafka Streams' own headers. */
    static final String STREAMS_PREFIX = "__streams.errors.";

    static final String EXCEPTION = STREAMS_PREFIX + "exception";
    static final String MESSAGE = STREAMS_PREFIX + "message";
    static final String TOPIC = STREAMS_PREFIX + "topic";
    static final String PARTITION = STREAMS_PREFIX + "partition";
    static final String OFFSET = STREAMS_PREFIX + "offset";

    private DeadLetter() {}

    /** The letter of a refused record, to be written at the same time and with the same headers. */
    static Record<byte[], byte[]> of(Record<?, ?> record, Refusal refusal) {
        SourceRecord source = refusal.source();
        Headers headers = source.omittedBytes() == 0 ? record.headers() : new RecordHeaders();
        set(headers, EXCEPTION, Rejected.class.getName());
        set(headers, MESSAGE, refusal.why().message());
        set(headers, TOPIC, source.topic());
        set(headers, PARTITION, Integer.toString(source.partition()));
        set(headers, OFFSET, Long.toString(source.offset()));
        set(headers, REASON, refusal.why().reason().name());
        refusal.latenessMs().ifPresent(late -> set(headers, LATENESS, Long.toString(late)));
        if (source.omittedBytes() > 0) {
            set(headers, OMITTED_BYTES, Integer.toString(source.omittedBytes()));
        }
        return new Record<>(source.key(), source.value(), record.timestamp(), headers);
    }

    /**
     * Whether a dead letter came too late.
     *
     * @param headers headers of the letter
     * @return true if that is its reason
     */
    public static boolean isLate(Headers headers) {
        return headers.lastHeader(LATENESS) != null;
    }

    /** Removes what a record that was dead-lettered before has brought along, now that it is good. */
    static void forget(Headers headers) {
        if (!headers.iterator().hasNext()) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(REASON, OMITTED_BYTES, LATENESS));
        headers.forEach(header -> {
            if (header.key().startsWith(STREAMS_PREFIX)) {
                names.add(header.key());
            }
        });
        names.forEach(headers::remove);
    }

    /** Replaces what a record that was dead-lettered before may have brought along. */
    static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
