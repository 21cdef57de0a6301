package io.gatecast.streams.process;

import io.gatecast.streams.decode.Reason;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;

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

    static List<ProducerRecord<byte[], byte[]>> marked(List<ProducerRecord<byte[], byte[]>> deadLetters) {
        deadLetters.forEach(letter ->
                DeadLetterProcessor.set(letter.headers(), DeadLetterProcessor.REASON, Reason.UNFORESEEN.name()));
        return deadLetters;
    }
}
