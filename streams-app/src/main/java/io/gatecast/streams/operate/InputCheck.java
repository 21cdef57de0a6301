package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** Whether the topics of measurements are there and as the settings take them to be. */
record InputCheck(GatecastConfig config, ClusterView cluster, Clock clock) implements Check {
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    @Override
    public String subject() {
        return "input";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        Map<String, TopicDescription> found = cluster.topics(config.inputTopics());
        for (String topic : config.inputTopics()) {
            if (!found.containsKey(topic)) {
                findings.add(Finding.problem(
                        subject(),
                        "the topic " + topic + " does not exist",
                        "correct input.topics, or create it: gatecast topics create --partitions N"));
            }
        }
        lookAtPartitions(found, findings);
        cluster.settings(found.keySet()).forEach((topic, settings) -> lookAtSettings(topic, settings, findings));
        found.values().forEach(topic -> lookAtTimes(topic, findings));
        return findings;
    }

    private void lookAtPartitions(Map<String, TopicDescription> found, List<Finding> findings) {
        Map<String, Integer> partitions = found.values().stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.partitions().size()));
        Set<Integer> numbers = new TreeSet<>(partitions.values());
        if (numbers.size() > 1 && !config.repartitions()) {
            findings.add(Finding.problem(
                    subject(),
                    "the topics have unequally many partitions, so records of a series may be apart: " + partitions,
                    "set input.repartition=true"));
        } else if (config.repartitions() && numbers.stream().anyMatch(number -> number > 1)) {
            findings.add(Finding.warning(
                    subject(),
                    "series are put together from several partitions; in a backlog some of their events are rejected as LATE",
                    "let producers use the series as record key, and set input.repartition=false"));
        } else if (!found.isEmpty()) {
            findings.add(Finding.good(subject(), "topic=partitions " + partitions));
        }
    }

    private void lookAtSettings(String topic, Config settings, List<Finding> findings) {
        if (settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            findings.add(Finding.warning(
                    subject(),
                    "the topic " + topic + " is compacted: events of a series that are not read in time are gone",
                    "set cleanup.policy=delete on it, with a retention.ms longer than any outage"));
        }
        boolean byArrival =
                settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value().equals("LogAppendTime");
        if (byArrival && config.timestampField().isEmpty()) {
            findings.add(Finding.warning(
                    subject(),
                    "records of " + topic
                            + " have the time of their arrival, which is taken for that of the measurement",
                    "set input.timestamp.field, or message.timestamp.type=CreateTime on the topic"));
        }
    }

    private void lookAtTimes(TopicDescription topic, List<Finding> findings) {
        OptionalLong newest = cluster.newest(topic);
        if (newest.isEmpty()) {
            return;
        }
        Instant time = Instant.ofEpochMilli(newest.getAsLong());
        Duration ahead = Duration.between(clock.instant(), time);
        if (ahead.compareTo(TOLERATED) > 0) {
            findings.add(Finding.warning(
                    "clock",
                    "the newest record of " + topic.name() + " is of " + time + ", " + ahead.toSeconds()
                            + " s ahead of this machine",
                    "set the clock of this machine or of the producer (NTP), or input.timestamp.max.ahead.ms so that such"
                            + " events are rejected"));
        } else {
            findings.add(Finding.good("clock", "the newest record of " + topic.name() + " is of " + time));
        }
    }
}
