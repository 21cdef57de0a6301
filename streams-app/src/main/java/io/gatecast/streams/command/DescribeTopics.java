package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.operate.ApplicationTopics;
import io.gatecast.streams.operate.ApplicationTopics.Row;
import io.gatecast.streams.operate.ClusterView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code topics describe}: prints the topics of an application. */
@Command(
        name = "describe",
        description = "Print the topics of an application: what each is for, whether it exists, and the settings that"
                + " matter.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast topics describe --config demand.properties"})
final class DescribeTopics implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Override
    public Integer call() throws IOException {
        GatecastConfig config = settings.load();
        try (ClusterView cluster = ClusterView.of(config)) {
            List<Row> rows = new ApplicationTopics(config).describe(cluster);
            int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
            String line = "%-" + width + "s  %-12s  %10s  %8s  %s%n";
            PrintWriter out = spec.commandLine().getOut();
            out.printf(line, "topic", "purpose", "partitions", "replicas", "settings");
            rows.forEach(row -> out.printf(
                    line,
                    row.name(),
                    row.purpose(),
                    row.partitions().isPresent() ? row.partitions().getAsInt() : "missing",
                    row.partitions().isPresent() ? row.replicas() : "",
                    row.settings().entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .collect(Collectors.joining(" "))));
            out.flush();
        }
        return 0;
    }
}
