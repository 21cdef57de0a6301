package io.gatecast.streams.topology;

import io.gatecast.streams.config.GatecastConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigException;

/**
 * Names of the topics.
 *
 * @param inputs measurements, read
 * @param forecasts forecasts, written
 * @param anomalies alarms, written unless anomalies are not detected
 * @param deadLetters records that could not be used, written
 * @param late records that came too late, written; may be the same topic as that of the dead letters
 * @param ledger how forecasts have done, written if there is such a topic
 * @param breaches how probable it is that limits will be crossed, written if there is such a topic
 */
public record Topics(
        List<String> inputs,
        String forecasts,
        String anomalies,
        String deadLetters,
        String late,
        Optional<String> ledger,
        Optional<String> breaches) {
    /** Part of the internal topic's name that differs between steps: {@code <application>-series-repartition}. */
    static final String BY_SERIES = "series";

    /**
     * Checks that nothing written is read again, whether its name was given or made.
     *
     * @throws ConfigException if one topic has two purposes
     */
    public Topics {
        inputs = List.copyOf(inputs);
        requireNoInput("output.topic", forecasts, inputs);
        requireNoInput("anomaly.topic", anomalies, inputs);
        requireNoInput("dead.letter.topic", deadLetters, inputs);
        requireNoInput("late.topic", late, inputs);
        requireDifferent("anomaly.topic", anomalies, "output.topic", forecasts);
        requireDifferent("anomaly.topic", anomalies, "dead.letter.topic", deadLetters);
        requireDifferent("anomaly.topic", anomalies, "late.topic", late);
        requireDifferent("dead.letter.topic", deadLetters, "output.topic", forecasts);
        requireDifferent("late.topic", late, "output.topic", forecasts);
        if (ledger.isPresent()) {
            requireOwn("ledger.topic", ledger.get(), inputs, forecasts, anomalies, deadLetters, late);
        }
        if (breaches.isPresent()) {
            requireOwn("breach.topic", breaches.get(), inputs, forecasts, anomalies, deadLetters, late);
            requireDifferent("breach.topic", breaches.get(), "ledger.topic", ledger.orElse(""));
        }
    }

    private static void requireOwn(
            String setting,
            String topic,
            List<String> inputs,
            String forecasts,
            String anomalies,
            String deadLetters,
            String late) {
        requireNoInput(setting, topic, inputs);
        requireDifferent(setting, topic, "output.topic", forecasts);
        requireDifferent(setting, topic, "anomaly.topic", anomalies);
        requireDifferent(setting, topic, "dead.letter.topic", deadLetters);
        requireDifferent(setting, topic, "late.topic", late);
    }

    /**
     * Every topic written to, each once.
     *
     * @param anomaliesToo whether anomalies are detected
     * @return names, that of the forecasts first
     */
    public List<String> written(boolean anomaliesToo) {
        Stream<String> alarms = anomaliesToo ? Stream.of(anomalies) : Stream.empty();
        return Stream.of(Stream.of(forecasts), alarms, ledger.stream(), breaches.stream(), Stream.of(deadLetters, late))
                .flatMap(topics -> topics)
                .distinct()
                .toList();
    }

    /**
     * The internal topic partitioned by series.
     *
     * @param config configuration
     * @return its name, if records go through it
     */
    public Optional<String> bySeries(GatecastConfig config) {
        return config.repartitions()
                ? Optional.of(InternalTopics.repartition(config.applicationId()))
                : Optional.empty();
    }

    private static void requireDifferent(String setting, String topic, String other, String otherTopic) {
        if (topic.equals(otherTopic)) {
            throw new ConfigException(setting + " contradicts " + other + ": both name the topic " + topic);
        }
    }

    private static void requireNoInput(String setting, String topic, List<String> inputs) {
        if (inputs.contains(topic)) {
            throw new ConfigException(setting + " contradicts input.topics: both name the topic " + topic
                    + ", so the application would read what it writes");
        }
    }

    /**
     * Names as configured, the others made from the first input's.
     *
     * @param config configuration
     * @return the names
     * @throws ConfigException if one topic has two purposes
     */
    public static Topics of(GatecastConfig config) {
        String first = config.inputTopics().get(0);
        String deadLetters = config.deadLetterTopic().orElse(first + "-dead-letters");
        return new Topics(
                config.inputTopics(),
                config.outputTopic().orElse(first + "-forecasts"),
                config.anomalyTopic().orElse(first + "-anomalies"),
                deadLetters,
                config.lateTopic().orElse(deadLetters),
                config.ledgerTopic(),
                config.breachTopic());
    }

    /**
     * How a topic that is written to is created.
     *
     * @param topic one of those written to
     * @param partitions number of partitions, as many as the input has
     * @param config configuration
     * @return name, partitions, replicas and settings
     */
    public NewTopic toCreate(String topic, int partitions, GatecastConfig config) {
        return new NewTopic(
                        topic,
                        Optional.of(partitions),
                        Optional.of(config.replicationFactor()).filter(factor -> factor > 0))
                .configs(topic.equals(forecasts) ? config.forecastTopicSettings() : config.deadLetterTopicSettings());
    }
}
