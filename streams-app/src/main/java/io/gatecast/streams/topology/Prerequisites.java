package io.gatecast.streams.topology;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be there before the application can start: login and rights, topics and, if it is used, the schema registry,
 * and no state that was made with other settings.
 */
public final class Prerequisites {
    private static final Logger LOG = LoggerFactory.getLogger(Prerequisites.class);
    private static final String LONGEST_TRANSACTION = "transaction.max.timeout.ms";

    private final GatecastConfig config;
    private final ModelSpec model;
    private final Topics topics;

    /**
     * Prepares the check.
     *
     * @param config configuration
     * @param artifact model to forecast with
     */
    public Prerequisites(GatecastConfig config, Artifact artifact) {
        this.config = config;
        this.model = artifact.model().spec();
        this.topics = Topics.of(config);
    }

    /**
     * Checks them, and creates missing output topics if that is allowed.
     *
     * @throws UnmetException naming the first one that is not met
     */
    public void require() {
        if (config.hasRegistry()) {
            requireRegistry(config, config.registryRetryTimeout());
        }
        Map<String, Object> settings = new HashMap<>(config.clientSettings());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        try (Admin admin = Admin.create(settings)) {
            requireLogin(config, admin);
            Rights.require(config, admin);
            if (config.isExactlyOnce()) {
                requireTransactionTimeout(admin);
            }
            int partitions = requireInputs(admin);
            requireOutputs(admin, partitions);
            requireSameMeaning(admin, partitions);
        }
    }

    /**
     * Checks that the brokers take transactions as long as ours. They tell their limit only to those who may see their
     * settings; others are refused when they begin to write.
     *
     * @param admin client with the application's own login
     * @throws UnmetException if they do not
     */
    public void requireTransactionTimeout(Admin admin) {
        try {
            String broker =
                    admin.describeCluster().nodes().get().iterator().next().idString();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
            long limitMs = Long.parseLong(admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(LONGEST_TRANSACTION)
                    .value());
            if (config.transactionTimeout().toMillis() > limitMs) {
                throw new UnmetException("kafka.transaction.timeout.ms must be at most " + limitMs + ", the brokers' "
                        + LONGEST_TRANSACTION + ", was "
                        + config.transactionTimeout().toMillis());
            }
        } catch (ExecutionException e) {
            LOG.debug("brokers do not tell their {}", LONGEST_TRANSACTION, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void requireSameMeaning(Admin admin, int partitions) {
        FixedSettings now = FixedSettings.of(config, model, partitions);
        FixedSettings then = new SettingsTopic(config).begunWith(admin, now);
        now.changedSince(then).ifPresent(changes -> {
            throw new UnmetException("the state of application " + config.applicationId()
                    + " was made with other settings: " + changes
                    + "; set them back, or begin anew with another application.id (docs/upgrade.md)");
        });
    }

    /**
     * What may not change but has, since the application began.
     *
     * @param admin client with the application's own login
     * @param partitions number of partitions of the input
     * @return the changes in words; empty if there are none or the application has not begun
     */
    public Optional<String> changedSinceBeginning(Admin admin, int partitions) {
        FixedSettings now = FixedSettings.of(config, model, partitions);
        return new SettingsTopic(config).begun(admin).flatMap(now::changedSince);
    }

    /**
     * Checks that a broker answers and takes the login.
     *
     * @param config configuration
     * @param admin client with the application's own login
     * @throws UnmetException if none does
     */
    public static void requireLogin(GatecastConfig config, Admin admin) {
        try {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException) {
                throw new UnmetException(
                        "no login at the brokers " + String.join(",", config.bootstrapServers()) + ": "
                                + e.getCause().getMessage() + reasonBehind(e.getCause()),
                        e.getCause());
            }
            throw new UnmetException(
                    "no broker answers at " + String.join(",", config.bootstrapServers()) + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * Checks that the schema registry answers and takes the login.
     *
     * @param config configuration with a registry
     * @param patience how long it may fail
     * @throws UnmetException if it does not
     */
    public static void requireRegistry(GatecastConfig config, Duration patience) {
        try (SchemaRegistryClient registry = Registry.client(config, patience)) {
            registry.getAllSubjects();
        } catch (IOException | RestClientException | RuntimeException e) {
            boolean refused = e.getCause() instanceof RestClientException answer
                    && (answer.getStatus() == 401 || answer.getStatus() == 403);
            throw new UnmetException(
                    "the schema registry " + config.registryAddress()
                            + (refused ? " refuses the login: " : " does not answer: ") + e.getMessage(),
                    e);
        }
    }

    /** Of a TLS handshake, for one: whose certificate is not trusted. */
    private static String reasonBehind(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? "" : ": " + root.getMessage();
    }

    private int requireInputs(Admin admin) {
        Map<String, Integer> partitions = partitions(admin, topics.inputs());
        for (String topic : topics.inputs()) {
            if (!partitions.containsKey(topic)) {
                throw new UnmetException("the input topic " + topic + " does not exist");
            }
        }
        Set<Integer> numbers = new TreeSet<>(partitions.values());
        if (numbers.size() > 1 && !config.repartitions()) {
            throw new UnmetException(
                    "the input topics must have equally many partitions, or the records of a series may"
                            + " be apart, but have " + partitions + "; set input.repartition=true");
        }
        int most = numbers.stream().max(Integer::compare).orElseThrow();
        if (config.repartitions() && most > 1) {
            LOG.warn(
                    "series are put together from {} partitions: in a backlog these advance apart, and what then comes after"
                            + " a later event of its series is rejected as LATE; partition the input by series to avoid it",
                    most);
        }
        return most;
    }

    private void requireOutputs(Admin admin, int partitions) {
        List<String> outputs = topics.written(config.detection().isPresent());
        Set<String> existing = partitions(admin, outputs).keySet();
        List<NewTopic> missing = outputs.stream()
                .filter(topic -> !existing.contains(topic))
                .map(topic -> topics.toCreate(topic, partitions, config))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        List<String> names = missing.stream().map(NewTopic::name).toList();
        if (!config.createsTopics()) {
            throw new UnmetException("the output topics " + names + " do not exist, and topics.create=false");
        }
        create(admin, missing);
        LOG.info("created {} with {} partitions", names, partitions);
    }

    private static void create(Admin admin, Collection<NewTopic> missing) {
        admin.createTopics(missing).values().forEach((topic, created) -> {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new UnmetException("cannot create the topic " + topic + ": " + e.getCause(), e.getCause());
                }
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        });
    }

    /** Numbers of partitions of those topics that exist. */
    private Map<String, Integer> partitions(Admin admin, Collection<String> names) {
        DescribeTopicsResult result = admin.describeTopics(names);
        Map<String, Integer> partitions = new HashMap<>();
        result.topicNameValues().forEach((topic, description) -> {
            try {
                TopicDescription found = description.get();
                partitions.put(topic, found.partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new UnmetException("cannot look up the topic " + topic + ": " + e.getCause(), e.getCause());
                }
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        });
        return partitions;
    }

    /** Something the application needs is not there. */
    public static final class UnmetException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * Says what is not there.
         *
         * @param message what it is, and what to do
         */
        public UnmetException(String message) {
            super(message);
        }

        /**
         * Says what is not there, and how that was found out.
         *
         * @param message what it is, and what to do
         * @param cause answer of a broker or registry
         */
        public UnmetException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
