package io.gatecast.streams.process;

import io.gatecast.streams.decode.Reason;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Decides over failures that no step has foreseen. What Kafka or the registry reports says nothing about the record, so
 * the thread has to stop and try again; anything else is blamed on the record, which goes to the dead-letter topic.
 */
final class UnforeseenFailure {
    private UnforeseenFailure() {}

    static boolean isOfTheRecord(Exception failure) {
        return !(failure instanceof KafkaException) || failure instanceof SerializationException;
    }

    static Counts counts(Map<String, ?> settings) {
        return settings.get(Counts.SETTING) instanceof Counts counts ? counts : new Counts();
    }

    /**
     * Dead letters with their reason, which carry the record as it came even if it failed behind the topic partitioned by
     * series, and not more than can be written again.
     *
     * @param made what Kafka Streams made of the record that the failing step was given
     * @param value value of that record
     */
    static List<ProducerRecord<byte[], byte[]>> deadLetters(List<ProducerRecord<byte[], byte[]>> made, Object value) {
        return made.stream().map(letter -> deadLetter(letter, value)).toList();
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(ProducerRecord<byte[], byte[]> made, Object value) {
        Headers headers = made.headers();
        byte[] key = made.key();
        byte[] bytes = made.value();
        int omittedBytes = 0;
        if (value instanceof Arrival arrival) {
            SourceRecord source = arrival.source();
            key = source.key();
            bytes = source.value();
            omittedBytes = source.omittedBytes();
            DeadLetter.set(headers, DeadLetter.TOPIC, source.topic());
            DeadLetter.set(headers, DeadLetter.PARTITION, Integer.toString(source.partition()));
            DeadLetter.set(headers, DeadLetter.OFFSET, Long.toString(source.offset()));
        }
        if (!SizeLimit.allowsCopy(key, bytes, headers)) {
            omittedBytes = SizeLimit.length(key) + SizeLimit.length(bytes);
            key = null;
            bytes = null;
            headers = ofTheFailure(headers);
        }
        if (omittedBytes > 0) {
            DeadLetter.set(headers, DeadLetter.OMITTED_BYTES, Integer.toString(omittedBytes));
        }
        DeadLetter.set(headers, DeadLetter.REASON, Reason.UNFORESEEN.name());
        return new ProducerRecord<>(made.topic(), made.partition(), made.timestamp(), key, bytes, headers);
    }

    private static Headers ofTheFailure(Headers headers) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (header.key().startsWith(DeadLetter.STREAMS_PREFIX)) {
                kept.add(header);
            }
        }
        return kept;
    }
}
