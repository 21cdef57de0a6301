package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.InternalTopics;
import io.gatecast.streams.topology.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** Whether what is written can be written, and is kept. */
record OutputCheck(GatecastConfig config, ClusterView cluster) implements Check {
    @Override
    public String subject() {
        return "output";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        Topics topics = Topics.of(config);
        List<String> outputs = topics.written(config.detection().isPresent());
        Map<String, TopicDescription> found = cluster.topics(outputs);
        List<String> missing =
                outputs.stream().filter(topic -> !found.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            findings.add(
                    config.createsTopics()
                            ? Finding.good(subject(), "will be created at the start: " + missing)
                            : Finding.problem(
                                    subject(),
                                    "do not exist, and topics.create=false: " + missing,
                                    "create them: gatecast topics create"));
        }
        if (!found.isEmpty()) {
            findings.add(Finding.good(
                    subject(), "exist: " + found.keySet().stream().sorted().toList()));
        }
        Map<String, Config> settings = cluster.settings(found.keySet());
        Stream.of(topics.deadLetters(), topics.late())
                .distinct()
                .filter(settings::containsKey)
                .forEach(topic -> lookAtDeadLetters(topic, settings.get(topic), findings));
        Optional.ofNullable(settings.get(topics.forecasts()))
                .ifPresent(known -> lookAtForecasts(topics.forecasts(), known, findings));
        lookAtReplicas(outputs, findings);
        config.modelTopic().ifPresent(topic -> findings.add(compacted("models", topic, "gatecast model publish")));
        config.anomalyControlTopic().ifPresent(topic -> findings.add(compacted("controls", topic, "gatecast alarms")));
        return findings;
    }

    private void lookAtDeadLetters(String topic, Config settings, List<Finding> findings) {
        if (settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            findings.add(Finding.problem(
                    subject(),
                    "the topic " + topic + " is compacted, so brokers refuse dead letters without key",
                    "set cleanup.policy=delete on it"));
        }
    }

    private void lookAtForecasts(String topic, Config settings, List<Finding> findings) {
        long takenAheadMs = Long.parseLong(
                settings.get(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG).value());
        long comingAheadMs = config.maxAhead().map(ahead -> ahead.toMillis()).orElse(Long.MAX_VALUE);
        if (comingAheadMs > takenAheadMs) {
            findings.add(Finding.problem(
                    subject(),
                    "the topic " + topic + " takes records up to " + takenAheadMs
                            + " ms ahead of the brokers' clock, events may be further ahead",
                    "set message.timestamp.after.max.ms=" + Long.MAX_VALUE
                            + " on it, or a smaller input.timestamp.max.ahead.ms"));
        }
    }

    private void lookAtReplicas(List<String> outputs, List<Finding> findings) {
        int brokers = cluster.brokers().size();
        List<String> names = new ArrayList<>(outputs);
        names.addAll(InternalTopics.possible(config.applicationId()));
        Map<String, TopicDescription> found = cluster.topics(names);
        Map<String, Config> settings = cluster.settings(found.keySet());
        found.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(topic -> {
            int replicas = ApplicationTopics.fewestReplicas(topic);
            int needed = Integer.parseInt(settings.get(topic.name())
                    .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                    .value());
            if (needed > replicas) {
                findings.add(Finding.problem(
                        subject(),
                        "the topic " + topic.name() + " has " + replicas + " replicas, but min.insync.replicas="
                                + needed + ": nothing can be written",
                        "add replicas with kafka-reassign-partitions.sh, or lower min.insync.replicas"));
            } else if (replicas == 1 && brokers > 1) {
                findings.add(Finding.warning(
                        subject(),
                        "the topic " + topic.name() + " has one replica: it is lost with its broker",
                        "add replicas with kafka-reassign-partitions.sh, and set replication.factor=3 for new topics"));
            }
        });
    }

    /** Topics whose latest records say what holds: they must not be deleted because they are old. */
    private Finding compacted(String what, String topic, String creator) {
        if (cluster.topics(List.of(topic)).isEmpty()) {
            return Finding.problem(
                    what,
                    "the topic " + topic + " does not exist",
                    "create it with " + creator + " or gatecast topics create");
        }
        String policy = cluster.settings(List.of(topic))
                .get(topic)
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
        return policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? Finding.good(what, "the topic " + topic + " keeps them")
                : Finding.problem(
                        what,
                        "the topic " + topic + " is not compacted: " + what + " are deleted when they are old",
                        "set cleanup.policy=compact on it");
    }
}
