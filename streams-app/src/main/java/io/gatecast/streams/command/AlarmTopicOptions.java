package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.AlarmControl;
import io.gatecast.streams.control.ControlTopic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say which control topic is meant and where it is. */
final class AlarmTopicOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Control topic (default: the file's anomaly.control.topic).")
    private Optional<String> topic;

    @Mixin
    private ClusterOptions connection;

    /** Returns the existing topic. */
    ControlTopic topic() {
        ControlTopic found = named();
        found.requireUsable();
        return found;
    }

    private ControlTopic named() {
        String name = topic.or(() -> connection.settings().flatMap(GatecastConfig::anomalyControlTopic))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--topic is required, or --config with a file that sets anomaly.control.topic"));
        return new ControlTopic(connection.cluster(), name);
    }

    /** Changes what is asked of a series, on a topic that is created if it does not exist, and prints it. */
    void change(String series, UnaryOperator<AlarmControl> change) {
        ControlTopic changed = named();
        changed.create();
        changed.requireUsable();
        try {
            AlarmControl after = changed.change(series, change);
            spec.commandLine().getOut().println(series + " " + new String(after.toJson(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
