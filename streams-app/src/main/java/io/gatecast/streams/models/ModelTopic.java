package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.streams.client.Cluster;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic of one partition with the models of a stream. A model file lies on it in chunks that any broker takes,
 * with a {@linkplain io.gatecast.schema.ModelManifest manifest} that has its length and checksum; one record says which model
 * forecasts and which is tried.
 *
 * <p>Every change is one transaction under a transactional id made from the topic's name. Whoever begins one fences all who began
 * before, so what is written follows from what was read, and readers see a model wholly or not at all.
 *
 * @param cluster where the topic is
 * @param name its name
 */
public record ModelTopic(Cluster cluster, String name) {
    /** Half of what brokers take by default, so that no setting has to be raised. */
    static final int CHUNK_BYTES = 512 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ModelTopic.class);
    private static final String TRANSACTIONS = "gatecast-models-";
    private static final int ATTEMPTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a change writes, given what is there. */
    @FunctionalInterface
    interface Change {
        /** Values by key, null to delete; in the order they are written. */
        Map<String, byte[]> records(Catalogue now);
    }

    /**
     * Creates the topic unless it exists.
     *
     * @return true if it was created
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public boolean create() {
        return cluster.createCompactedTopic(name);
    }

    /**
     * Checks that the topic keeps models.
     *
     * @throws KafkaException if there is no such topic, or it forgets records or has several partitions
     */
    public void requireUsable() {
        if (!cluster.hasTopic(name)) {
            throw new KafkaException("there is no topic '" + name + "'; gatecast model publish creates it");
        }
        if (cluster.forgets(name)) {
            throw new KafkaException(
                    "topic " + name + " must have cleanup.policy=compact, or models are deleted when they are old");
        }
    }

    /**
     * Reads the whole topic.
     *
     * @return what it says now
     * @throws KafkaException if the topic does not exist or the cluster cannot be reached
     */
    public Catalogue read() {
        try (ModelTopicReader reader = new ModelTopicReader(this)) {
            return reader.readToEnd();
        }
    }

    void change(Change change) {
        for (int attempt = 1; ; attempt++) {
            try (Producer<byte[], byte[]> producer = cluster.transactionalProducer(TRANSACTIONS + name)) {
                producer.initTransactions();
                Map<String, byte[]> records = change.records(read());
                if (!records.isEmpty()) {
                    awaitVisible(write(producer, records));
                }
                return;
            } catch (KafkaException e) {
                if (!isFenced(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new KafkaException("others kept changing topic " + name + " at the same time", e);
                }
                pause(PAUSE.multipliedBy(attempt));
            }
        }
    }

    /** Writes records in one transaction; returns the offset of the last one. */
    private long write(Producer<byte[], byte[]> producer, Map<String, byte[]> records) {
        producer.beginTransaction();
        Future<RecordMetadata> last = null;
        for (Map.Entry<String, byte[]> entry : records.entrySet()) {
            last = producer.send(new ProducerRecord<>(name, 0, ModelKey.bytes(entry.getKey()), entry.getValue()));
        }
        producer.commitTransaction();
        try {
            return last.get().offset();
        } catch (ExecutionException e) {
            throw new KafkaException("topic " + name + " did not take a record", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** A commit returns before readers of committed records see what it committed. */
    private void awaitVisible(long offset) {
        TopicPartition partition = new TopicPartition(name, 0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            while (consumer.endOffsets(List.of(partition)).get(partition) <= offset) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("topic " + name + " has taken a change, but does not show it yet");
                }
                pause(POLL.dividedBy(10));
            }
        }
    }

    private static boolean isFenced(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause ->
                        cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException);
    }

    private static void pause(Duration span) {
        try {
            Thread.sleep(span.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Writes a record that nothing depends on, if that is allowed. */
    void note(String key, byte[] value) {
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(new ProducerRecord<>(name, 0, ModelKey.bytes(key), value), (written, failure) -> {
                if (failure != null) {
                    LOG.warn("cannot note {} on {}: {}", key, name, failure.getMessage());
                }
            });
            producer.flush();
        }
    }

    /** The chunks of a file, in order. */
    static List<byte[]> chunks(byte[] file) {
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < file.length; from += CHUNK_BYTES) {
            chunks.add(Arrays.copyOfRange(file, from, Math.min(file.length, from + CHUNK_BYTES)));
        }
        return chunks;
    }

    static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a model.
     *
     * @param catalogue what the topic says
     * @param modelId id of the model
     * @return the model
     * @throws ModelFormatException if the model is retired, lacks chunks, or its bytes do not have the length and checksum
     *     they had when it was published
     * @throws KafkaException if the cluster cannot be reached
     */
    public Artifact load(Catalogue catalogue, String modelId) {
        String place = "topic " + name + ", model " + modelId;
        PublishedModel model = catalogue
                .model(modelId)
                .orElseThrow(() -> new ModelFormatException("there is no model " + modelId + " on topic " + name));
        if (model.isRetired()) {
            throw new ModelFormatException(place + ": it is retired");
        }
        if (!model.isComplete()) {
            throw new ModelFormatException(
                    place + ": expected " + model.chunks() + " chunks, found " + model.chunksFound());
        }
        byte[] file = join(fetch(catalogue.chunkOffsets(modelId), model, place), model, place);
        Artifact artifact = ArtifactFile.read(new ByteArrayInputStream(file), place);
        if (!artifact.id().equals(modelId)) {
            throw new ModelFormatException(place + ": expected id " + modelId + ", found " + artifact.id());
        }
        return artifact;
    }

    private static byte[] join(byte[][] chunks, PublishedModel model, String place) {
        long size = 0;
        for (byte[] chunk : chunks) {
            size += chunk.length;
        }
        if (size != model.size()) {
            throw new ModelFormatException(place + ": expected " + model.size() + " bytes, found " + size);
        }
        byte[] file = new byte[Math.toIntExact(size)];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, file, at, chunk.length);
            at += chunk.length;
        }
        String found = sha256(file);
        if (!found.equals(model.sha256())) {
            throw new ModelFormatException(place + ": expected SHA-256 " + model.sha256() + ", found " + found);
        }
        return file;
    }

    /** The chunks from their offsets; other records between them are passed over. */
    private byte[][] fetch(Map<Integer, Long> offsets, PublishedModel model, String place) {
        byte[][] chunks = new byte[model.chunks()][];
        TopicPartition partition = new TopicPartition(name, 0);
        try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            for (int number = 0; number < chunks.length; number++) {
                if (chunks[number] == null) {
                    consumer.seek(partition, offsets.get(number));
                    fetchFrom(consumer, number, chunks, model.id(), place);
                }
            }
        }
        return chunks;
    }

    private static void fetchFrom(
            Consumer<byte[], byte[]> consumer, int number, byte[][] chunks, String modelId, String place) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (chunks[number] == null) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                int found = ModelKey.chunkNumber(ModelKey.parts(message.key()), modelId);
                if (found >= 0 && found < chunks.length) {
                    chunks[found] = message.value() == null ? new byte[0] : message.value();
                }
            }
            if (chunks[number] == null && System.nanoTime() > deadline) {
                throw new KafkaException(place + ": chunk " + number + " could not be read");
            }
        }
    }
}
