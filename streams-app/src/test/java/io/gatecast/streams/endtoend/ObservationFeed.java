package io.gatecast.streams.endtoend;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.gatecast.schema.Observation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Rows of observations, one of each key, on a topic, at a steady rate until it is told to stop. Every feed sends the same
 * rows in the same order, whatever becomes of broker and registry meanwhile.
 */
final class ObservationFeed {
    static final int KEYS = 40;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    private final String topic;
    private final AtomicReference<Schema> schema = new AtomicReference<>(Observation.getClassSchema());
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private int rows;
    private int schemas;

    ObservationFeed(Installation installation, String topic) {
        this.producer = installation.producer();
        this.topic = topic;
        serializer.configure(Map.of("schema.registry.url", installation.registryUrl()), false);
        serializer.serialize(topic, record(schema.get(), 0, 0)); // registers the schema
    }

    /** Starts to send a row per so many milliseconds. */
    Thread start(long millisPerRow) {
        Thread thread = new Thread(
                () -> {
                    long start = System.nanoTime();
                    for (int row = 0; !stopped; row++) {
                        send(row);
                        pauseUntil(start + millisPerRow * 1_000_000 * (row + 1));
                    }
                    producer.flush();
                },
                "feed-" + topic);
        thread.start();
        return thread;
    }

    /** Sends so many rows at once. */
    void sendRows(int count) {
        for (int row = 0; row < count; row++) {
            send(row);
        }
        producer.flush();
        close();
    }

    /** Registers one more schema with a field that nobody has seen, and gives what to call to have it used. */
    Runnable newSchema() {
        Schema evolved = new Schema.Parser()
                .parse(Observation.getClassSchema()
                        .toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"note" + ++schemas
                                        + "\",\"type\":\"string\",\"default\":\"\"},"));
        serializer.serialize(topic, record(evolved, 0, 0));
        return () -> schema.set(evolved);
    }

    /** Stops the feed and waits until everything is on the topic; gives the number of rows. */
    int stop(Thread thread) {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        close();
        return rows;
    }

    private void close() {
        producer.close();
        serializer.close();
        if (failure.get() != null) {
            throw new IllegalStateException("the feed could not send", failure.get());
        }
    }

    private void send(int row) {
        for (int key = 0; key < KEYS; key++) {
            producer.send(
                    new ProducerRecord<>(
                            topic,
                            null,
                            SmallModel.START_MS + row * SmallModel.STEP_MS,
                            ("sensor-" + key).getBytes(StandardCharsets.UTF_8),
                            serializer.serialize(topic, record(schema.get(), key, row))),
                    (metadata, exception) -> failure.compareAndSet(null, exception));
        }
        rows = row + 1;
    }

    private static GenericRecord record(Schema schema, int key, int row) {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().stream()
                .filter(field -> field.name().startsWith("note"))
                .forEach(field -> record.put(field.name(), "seen for the first time"));
        record.put("key", "sensor-" + key);
        record.put("timestampMs", SmallModel.START_MS + row * SmallModel.STEP_MS);
        record.put("values", List.of(SmallModel.value(key, row, 1)));
        record.put("known", List.of());
        record.put("statics", List.of());
        return record;
    }

    private static void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        if (left > 0) {
            try {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
