package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.InternalTopics;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import io.gatecast.streams.topology.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** All topics of an application: what each is for, and how it is. */
public final class ApplicationTopics {
    private static final List<String> SHOWN = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.RETENTION_MS_CONFIG, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);

    private final GatecastConfig config;
    private final Topics topics;

    /**
     * Prepares the questions.
     *
     * @param config configuration
     */
    public ApplicationTopics(GatecastConfig config) {
        this.config = config;
        this.topics = Topics.of(config);
    }

    /**
     * A topic as it is.
     *
     * @param name its name
     * @param purpose what the application does with it
     * @param partitions number of partitions; empty if it does not exist
     * @param replicas number of replicas of the partition that has fewest; 0 if it does not exist
     * @param settings values by name of those settings that matter
     */
    public record Row(
            String name, String purpose, OptionalInt partitions, int replicas, Map<String, String> settings) {}

    /**
     * Looks at all of them. Internal ones are listed only if they exist.
     *
     * @param cluster where they are
     * @return one row per topic, inputs first
     */
    public List<Row> describe(ClusterView cluster) {
        Map<String, String> purposes = purposes();
        Map<String, TopicDescription> found = cluster.topics(purposes.keySet());
        Map<String, Config> settings = cluster.settings(found.keySet());
        List<String> internal = InternalTopics.possible(config.applicationId());
        return purposes.entrySet().stream()
                .filter(topic -> found.containsKey(topic.getKey()) || !internal.contains(topic.getKey()))
                .map(topic -> row(topic.getKey(), topic.getValue(), found, settings))
                .toList();
    }

    private Map<String, String> purposes() {
        Map<String, String> purposes = new LinkedHashMap<>();
        topics.inputs().forEach(topic -> purposes.put(topic, "input"));
        purposes.put(topics.forecasts(), "forecasts");
        if (config.detection().isPresent()) {
            purposes.put(topics.anomalies(), "anomalies");
        }
        topics.ledger().ifPresent(topic -> purposes.put(topic, "ledger"));
        topics.breaches().ifPresent(topic -> purposes.put(topic, "breaches"));
        purposes.put(topics.deadLetters(), "dead letters");
        purposes.putIfAbsent(topics.late(), "late");
        config.modelTopic().ifPresent(topic -> purposes.put(topic, "models"));
        config.anomalyControlTopic().ifPresent(topic -> purposes.put(topic, "controls"));
        InternalTopics.possible(config.applicationId()).forEach(topic -> purposes.put(topic, "internal"));
        return purposes;
    }

    private static Row row(
            String name, String purpose, Map<String, TopicDescription> found, Map<String, Config> settings) {
        TopicDescription topic = found.get(name);
        if (topic == null) {
            return new Row(name, purpose, OptionalInt.empty(), 0, Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        SHOWN.forEach(
                setting -> values.put(setting, settings.get(name).get(setting).value()));
        return new Row(name, purpose, OptionalInt.of(topic.partitions().size()), fewestReplicas(topic), values);
    }

    static int fewestReplicas(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    /**
     * Creates what is missing, as {@code run} does, and what it does not: the inputs, if a number of partitions is given, and
     * the topics of models and of controls.
     *
     * @param cluster where to create them
     * @param inputPartitions partitions of missing inputs; empty = inputs must exist
     * @return names of the topics created
     * @throws UnmetException if an input does not exist and is not to be created
     */
    public List<String> createMissing(ClusterView cluster, OptionalInt inputPartitions) {
        Map<String, TopicDescription> found = cluster.topics(purposes().keySet());
        int partitions = Math.max(mostPartitions(found.values()), inputPartitions.orElse(0));
        List<NewTopic> missing = new ArrayList<>();
        for (String input : topics.inputs()) {
            if (!found.containsKey(input)) {
                missing.add(topicOfEvents(
                        input,
                        inputPartitions.orElseThrow(() -> new UnmetException("the input topic " + input
                                + " does not exist; --partitions N creates it with so many partitions"))));
            }
        }
        for (String output : topics.written(config.detection().isPresent())) {
            if (!found.containsKey(output)) {
                missing.add(topics.toCreate(output, partitions, config));
            }
        }
        Stream.of(config.modelTopic(), config.anomalyControlTopic())
                .flatMap(Optional::stream)
                .filter(topic -> !found.containsKey(topic))
                .forEach(topic -> missing.add(newTopic(topic, 1)
                        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))));
        if (!missing.isEmpty()) {
            cluster.create(missing);
        }
        return missing.stream().map(NewTopic::name).toList();
    }

    private int mostPartitions(Collection<TopicDescription> found) {
        return found.stream()
                .filter(topic -> topics.inputs().contains(topic.name()))
                .map(topic -> topic.partitions().size())
                .max(Comparator.naturalOrder())
                .orElse(0);
    }

    /** Keeps event time as the forecasts do, and as long. */
    private NewTopic topicOfEvents(String name, int partitions) {
        return newTopic(name, partitions).configs(config.forecastTopicSettings());
    }

    private NewTopic newTopic(String name, int partitions) {
        return new NewTopic(
                name,
                Optional.of(partitions),
                Optional.of(config.replicationFactor()).filter(factor -> factor > 0));
    }
}
