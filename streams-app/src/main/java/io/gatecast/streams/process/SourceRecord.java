package io.gatecast.streams.process;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** An input record as it came, and where it came from. */
public final class SourceRecord {
    /** Stands for no record at all. */
    static final SourceRecord NONE = new SourceRecord("", -1, -1, null, null, 0);

    private final String topic;
    private final int partition;
    private final long offset;
    private final byte[] key;
    private final byte[] value;
    private final int omittedBytes;

    SourceRecord(String topic, int partition, long offset, byte[] key, byte[] value, int omittedBytes) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.value = value;
        this.omittedBytes = omittedBytes;
    }

    /** The record at a place; without key and value if it is too large to be written again. */
    static SourceRecord of(RecordMetadata place, byte[] key, byte[] value, Headers headers) {
        boolean fits = SizeLimit.allowsCopy(key, value, headers);
        return new SourceRecord(
                place.topic(),
                place.partition(),
                place.offset(),
                fits ? key : null,
                fits ? value : null,
                fits ? 0 : SizeLimit.length(key) + SizeLimit.length(value));
    }

    String topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** Number of bytes of key and value that are left out because the record is too large; else 0. */
    int omittedBytes() {
        return omittedBytes;
    }

    /** Not a copy; null, as in Kafka, if the record has none. */
    byte[] key() {
        return key;
    }

    /** Not a copy; null, as in Kafka, if the record has none. */
    byte[] value() {
        return value;
    }
}
