package io.gatecast.streams.explain;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/** Reads until an end that is known to be there, but does not wait for ever if nothing comes. */
final class PatientReader<V> {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Consumer<byte[], V> consumer;
    private final Duration patience;
    private long heardNanos = System.nanoTime();

    PatientReader(Consumer<byte[], V> consumer) {
        this(consumer, PATIENCE);
    }

    PatientReader(Consumer<byte[], V> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    /**
     * Polls once.
     *
     * @return records, perhaps none
     * @throws KafkaException if none have come for too long
     */
    ConsumerRecords<byte[], V> poll() {
        ConsumerRecords<byte[], V> records = consumer.poll(POLL);
        long now = System.nanoTime();
        if (!records.isEmpty()) {
            heardNanos = now;
        } else if (now - heardNanos > patience.toNanos()) {
            throw new KafkaException(consumer.assignment() + " could not be read to the end: nothing came for "
                    + patience.toSeconds() + " seconds");
        }
        return records;
    }
}
