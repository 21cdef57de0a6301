package io.gatecast.streams.replay;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.StepClose;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a replay happens: names that nobody else uses, made from those of the application and of the replay.
 *
 * @param live settings of the application
 * @param name name of the replay
 */
public record ReplaySpace(GatecastConfig live, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    /** So much is lost if a replay is interrupted, and fewer commits cost less. */
    private static final String COMMIT_INTERVAL_MS = "1000";

    private static final List<String> OVERRIDABLE =
            List.of("num.stream.threads", "num.standby.replicas", "commit.interval.ms");

    public ReplaySpace {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a replay must have 1 to 40 letters, digits, - or _, was '" + name + "'");
        }
    }

    /**
     * The application id, which is the name of the consumer group and begins those of all temporary topics.
     *
     * @return id
     */
    public String applicationId() {
        return live.applicationId() + "-replay-" + name;
    }

    /**
     * The topic of forecasts that are nobody's but the replay's.
     *
     * @return name of the topic
     */
    public String ownForecasts() {
        return applicationId() + "-forecasts";
    }

    String ownAnomalies() {
        return applicationId() + "-anomalies";
    }

    String ownDeadLetters() {
        return applicationId() + "-dead-letters";
    }

    /** All topics that are the replay's own, beside those that Kafka Streams makes. */
    List<String> ownOutputs() {
        return List.of(ownForecasts(), ownAnomalies(), ownDeadLetters());
    }

    /**
     * Folder of the state.
     *
     * @return folder, which nothing else is kept in
     */
    public Path folder() {
        return Path.of(live.getString("state.dir")).resolve(applicationId());
    }

    /**
     * The application's settings, as a replay has them: with other names, without standbys, with as many threads as there are
     * processors and partitions, and with steps closed by stream time where the clock closes them live.
     *
     * @param outputTopic topic of the forecasts; empty = the replay's own
     * @param partitions number of partitions to be read
     * @param overrides settings given on the command line, of which those count here that are about speed
     * @return settings
     */
    public GatecastConfig config(Optional<String> outputTopic, int partitions, Map<String, String> overrides) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, partitions));
        Map<String, String> settings = new HashMap<>(Map.of(
                "application.id",
                applicationId(),
                "output.topic",
                outputTopic.orElseGet(this::ownForecasts),
                "anomaly.topic",
                ownAnomalies(),
                "dead.letter.topic",
                ownDeadLetters(),
                "late.topic",
                "",
                "model.topic",
                "",
                "state.dir",
                folder().toString(),
                "topics.create",
                "true",
                "topics.retention.ms",
                "-1"));
        settings.put("ledger.topic", "");
        settings.put("breach.topic", "");
        settings.put("anomaly.control.topic", "");
        settings.put("num.standby.replicas", "0");
        settings.put("num.stream.threads", Integer.toString(threads));
        settings.put("commit.interval.ms", COMMIT_INTERVAL_MS);
        settings.put("kafka.group.protocol", "classic"); // its groups can be given offsets before anyone is in them
        if (live.stepClose() == StepClose.WALL) {
            settings.put("step.close", "stream");
        }
        OVERRIDABLE.stream()
                .filter(overrides::containsKey)
                .forEach(setting -> settings.put(setting, overrides.get(setting)));
        return live.with(settings);
    }
}
