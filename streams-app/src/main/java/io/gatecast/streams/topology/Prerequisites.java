package io.gatecast.streams.topology;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Registry;
import java.io.IOException;
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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be there before the application can start: topics and, if it is used, the schema registry. */
public final class Prerequisites {
    private static final Logger LOG = LoggerFactory.getLogger(Prerequisites.class);

    private final GatecastConfig config;
    private final Topics topics;

    /**
     * Prepares the check.
     *
     * @param config configuration
     */
    public Prerequisites(GatecastConfig config) {
        this.config = config;
        this.topics = Topics.of(config);
    }

    /**
     * Checks them, and creates missing output topics if that is allowed.
     *
     * @throws UnmetException naming the first one that is not met
     */
    public void require() {
        if (config.hasRegistry()) {
            requireRegistry();
        }
        Map<String, Object> settings = new HashMap<>(config.clientSettings());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        try (Admin admin = Admin.create(settings)) {
            int partitions = requireInputs(admin);
            requireOutputs(admin, partitions);
        }
    }

    private void requireRegistry() {
        try (SchemaRegistryClient registry = Registry.client(config)) {
            registry.getAllSubjects();
        } catch (IOException | RestClientException | RuntimeException e) {
            throw new UnmetException(
                    "the schema registry " + config.registryAddress() + " does not answer: " + e.getMessage(), e);
        }
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
        List<String> outputs = config.detection().isPresent()
                ? List.of(topics.forecasts(), topics.anomalies(), topics.deadLetters())
                : List.of(topics.forecasts(), topics.deadLetters());
        Set<String> existing = partitions(admin, outputs).keySet();
        List<NewTopic> missing = outputs.stream()
                .filter(topic -> !existing.contains(topic))
                .map(topic -> new NewTopic(
                                topic,
                                Optional.of(partitions),
                                Optional.of(config.replicationFactor()).filter(factor -> factor > 0))
                        .configs(
                                topic.equals(topics.deadLetters())
                                        ? config.deadLetterTopicSettings()
                                        : config.forecastTopicSettings()))
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
                if (e.getCause() instanceof TimeoutException) {
                    throw new UnmetException(
                            "no broker answers at " + String.join(",", config.bootstrapServers()) + ": "
                                    + e.getCause().getMessage(),
                            e.getCause());
                }
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

        UnmetException(String message) {
            super(message);
        }

        UnmetException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
