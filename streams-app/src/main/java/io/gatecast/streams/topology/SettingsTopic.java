package io.gatecast.streams.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic that holds the {@link FixedSettings} an application began with, as JSON in its first record. It is named like a
 * changelog, so that Kafka's reset tool deletes it together with the state.
 */
final class SettingsTopic {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final JsonMapper JSON = new JsonMapper();

    private final GatecastConfig config;
    private final TopicPartition partition;

    SettingsTopic(GatecastConfig config) {
        this.config = config;
        partition = new TopicPartition(name(config.applicationId()), 0);
    }

    static String name(String applicationId) {
        return applicationId + "-settings-changelog";
    }

    /** Gives the settings that the application began with, if it has begun. */
    Optional<FixedSettings> begun(Admin admin) {
        return exists(admin) ? readFirst() : Optional.empty();
    }

    /**
     * Gives the settings that the application began with, which are the given ones if it has not begun before.
     *
     * <p>Whoever writes reads again: of instances that begin together, the first one's record counts for all.
     */
    FixedSettings begunWith(Admin admin, FixedSettings now) {
        if (!exists(admin)) {
            create(admin);
        }
        Optional<FixedSettings> first = readFirst();
        if (first.isEmpty()) {
            write(now);
            first = readFirst();
        }
        return first.orElseThrow(() -> new UnmetException("the topic " + partition.topic() + " loses its records"));
    }

    /** Who may not create topics may still use one that somebody has created. */
    private boolean exists(Admin admin) {
        try {
            admin.describeTopics(List.of(partition.topic())).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            return false; // or cannot be seen, which creating it reports
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void create(Admin admin) {
        NewTopic topic = new NewTopic(
                        partition.topic(),
                        Optional.of(1),
                        Optional.of(config.replicationFactor()).filter(factor -> factor > 0))
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        "-1"));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new UnmetException(
                        "cannot create the topic " + partition.topic() + ": " + e.getCause(), e.getCause());
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Optional<FixedSettings> readFirst() {
        Map<String, Object> settings = new HashMap<>(config.clientSettings());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), LIMIT).get(partition);
            while (consumer.position(partition, LIMIT) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return Optional.of(decode(record.value()));
                }
            }
        } catch (TopicAuthorizationException e) {
            throw Rights.missing(AclOperation.READ, "the topic " + partition.topic(), e);
        }
        return Optional.empty();
    }

    private void write(FixedSettings now) {
        Map<String, Object> settings = new HashMap<>(config.clientSettings());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis() / 3);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(partition.topic(), 0, null, encode(now)))
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw Rights.missing(AclOperation.WRITE, "the topic " + partition.topic(), e.getCause());
            }
            throw new UnmetException(
                    "cannot write to the topic " + partition.topic() + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static byte[] encode(FixedSettings settings) {
        try {
            return JSON.writeValueAsString(settings.values()).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // text by text
        }
    }

    private FixedSettings decode(byte[] json) {
        try {
            return new FixedSettings(JSON.readValue(
                    new String(json, StandardCharsets.UTF_8), new TypeReference<LinkedHashMap<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new UnmetException("the topic " + partition.topic() + " holds no settings: " + e.getMessage(), e);
        }
    }
}
