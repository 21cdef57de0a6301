package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.models.ModelDesk;
import io.gatecast.streams.models.ModelTopic;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say which model topic is meant and where it is. */
final class ModelTopicOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Model topic (default: the file's model.topic).")
    private Optional<String> topic;

    @Mixin
    private ClusterOptions connection;

    /** Whether a topic is named, here or in a file. */
    boolean isGiven() {
        return topic.isPresent() || connection.settings().isPresent();
    }

    /** Returns the topic, which need not exist. */
    ModelTopic topic() {
        String name = topic.or(() -> connection.settings().flatMap(GatecastConfig::modelTopic))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--topic is required, or --config with a file that sets model.topic"));
        return new ModelTopic(connection.cluster(), name);
    }

    /** Returns the existing topic. */
    ModelTopic usableTopic() {
        ModelTopic found = topic();
        found.requireUsable();
        return found;
    }

    ModelDesk desk() {
        return new ModelDesk(usableTopic(), Clock.systemUTC());
    }

    /** Returns the settings in the file, if one was named. */
    Optional<GatecastConfig> settings() {
        return connection.settings();
    }

    ClusterOptions connection() {
        return connection;
    }
}
