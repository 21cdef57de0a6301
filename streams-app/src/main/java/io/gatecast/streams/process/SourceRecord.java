package io.gatecast.streams.process;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/** An input record as it came, and where it came from. */
public final class SourceRecord {
    private final String topic;
    private final int partition;
    private final long offset;
    private final byte[] key;
    private final byte[] value;

    SourceRecord(String topic, int partition, long offset, byte[] key, byte[] value) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.value = value;
    }

    SourceRecord(RecordMetadata place, byte[] key, byte[] value) {
        this(place.topic(), place.partition(), place.offset(), key, value);
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

    /** Not a copy; null, as in Kafka, if the record has none. */
    byte[] key() {
        return key;
    }

    /** Not a copy; null, as in Kafka, if the record has none. */
    byte[] value() {
        return value;
    }
}
