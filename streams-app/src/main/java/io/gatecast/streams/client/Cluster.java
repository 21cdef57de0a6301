package io.gatecast.streams.client;

import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A Kafka cluster and the schema registry beside it, from which clients are made.
 *
 * @param clientConfig settings of every Kafka client; {@code bootstrap.servers} is required
 * @param registryConfig settings of the Avro serializers; {@code schema.registry.url} is required
 */
public record Cluster(Map<String, Object> clientConfig, Map<String, Object> registryConfig) {
    /** How long a cluster may take to answer; Kafka's own default is a minute. */
    private static final String API_TIMEOUT_MS = "20000";

    private static final String REQUEST_TIMEOUT_MS = "10000";
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    public Cluster {
        clientConfig = Map.copyOf(clientConfig);
        registryConfig = Map.copyOf(registryConfig);
    }

    /**
     * Creates a topic that keeps its records for ever, unless it exists.
     *
     * @param topic name of the topic
     * @param partitions number of partitions; empty = the broker's default
     * @return true if it was created, false if it existed
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public boolean createTopic(String topic, Optional<Integer> partitions) {
        return create(new NewTopic(topic, partitions, Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
    }

    /**
     * Creates a topic of one partition that keeps the latest record of every key, unless it exists.
     *
     * @param topic name of the topic
     * @return true if it was created, false if it existed
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public boolean createCompactedTopic(String topic) {
        return create(new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
    }

    private boolean create(NewTopic topic) {
        try (Admin admin = admin()) {
            if (isKnown(admin, topic.name())) {
                return false; // who may not create topics is not to be refused one that exists
            }
            await(admin.createTopics(List.of(topic)).all());
            awaitKnown(admin, topic.name());
            return true;
        } catch (TopicExistsException e) {
            return false;
        }
    }

    /** The controller has created the topic; brokers hear of it some time later, and know of no such topic until then. */
    private void awaitKnown(Admin admin, String topic) {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (!isKnown(admin, topic)) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the topic " + topic + " has been created, but no broker knows it yet");
            }
            pause();
        }
    }

    private boolean isKnown(Admin admin, String topic) {
        try {
            await(admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * Tells whether there is a topic.
     *
     * @param topic name
     * @return true if it exists
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public boolean hasTopic(String topic) {
        try (Admin admin = admin()) {
            return await(admin.listTopics().names()).contains(topic);
        }
    }

    /**
     * Reads how long a topic keeps its records.
     *
     * @param topic name of an existing topic
     * @return retention; empty = for ever
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public Optional<Duration> retention(String topic) {
        long ms = Long.parseLong(setting(topic, TopicConfig.RETENTION_MS_CONFIG));
        return Optional.of(ms).filter(value -> value >= 0).map(Duration::ofMillis);
    }

    /**
     * Tells whether a topic loses records for their age, so that the latest one of a key may be missing.
     *
     * @param topic name of an existing topic
     * @return false if it is compacted and nothing else, or if the login may not look at its settings
     * @throws KafkaException if the cluster cannot be reached
     */
    public boolean forgets(String topic) {
        try {
            return !setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG).equals(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (TopicAuthorizationException e) {
            return false;
        }
    }

    private String setting(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            return await(admin.describeConfigs(List.of(resource)).all())
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    /**
     * Makes a producer of observations that neither loses nor repeats one.
     *
     * @return the producer, to be closed by the caller
     */
    public Producer<String, Observation> observationProducer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 16);
        config.putAll(clientConfig);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(
                config,
                new StringSerializer(),
                AvroSerdes.of(Observation.class, registryConfig, false).serializer());
    }

    /**
     * Makes a consumer that sees committed records only and belongs to no group.
     *
     * @param <V> type of the record values
     * @param values reads record values
     * @return the consumer, to be closed by the caller
     */
    public <V> Consumer<byte[], V> committedConsumer(Deserializer<V> values) {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), values);
    }

    /**
     * Makes a producer of records as they are, which waits until all replicas have them.
     *
     * @return the producer, to be closed by the caller
     */
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(exactProducerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Makes a producer whose records are seen all at once or not at all. Of all producers with the same id only the one that
     * began last can commit.
     *
     * @param transactionalId id shared by those that exclude each other
     * @return the producer, to be closed by the caller
     */
    public Producer<byte[], byte[]> transactionalProducer(String transactionalId) {
        Map<String, Object> config = exactProducerConfig();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> exactProducerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, API_TIMEOUT_MS);
        config.putAll(clientConfig);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return config;
    }

    private Admin admin() {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        return Admin.create(config);
    }

    private <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException timeout) {
                throw new KafkaException(
                        "no broker answers at " + clientConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG),
                        timeout);
            }
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
