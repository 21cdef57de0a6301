package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.operate.ApplicationTopics;
import io.gatecast.streams.operate.ClusterView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code topics create}: creates what an application reads and writes, before it is started. */
@Command(
        name = "create",
        description = "Create the topics of an application that are missing: outputs, the topic of models and, with"
                + " --partitions, inputs. Its internal ones it creates itself.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast topics create --config demand.properties",
            "  gatecast topics create --config demand.properties --partitions 6"
        })
final class CreateTopics implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Also create missing input topics, with so many partitions and the retention of the outputs.")
    private Optional<Integer> partitions;

    @Override
    public Integer call() throws IOException {
        if (partitions.isPresent() && partitions.get() < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions must be at least 1, was " + partitions.get());
        }
        GatecastConfig config = settings.load();
        try (ClusterView cluster = ClusterView.of(config)) {
            List<String> created = new ApplicationTopics(config)
                    .createMissing(cluster, partitions.map(OptionalInt::of).orElseGet(OptionalInt::empty));
            created.forEach(topic -> spec.commandLine().getOut().println("created " + topic));
            if (created.isEmpty()) {
                spec.commandLine().getOut().println("all topics exist");
            }
        }
        return 0;
    }
}
