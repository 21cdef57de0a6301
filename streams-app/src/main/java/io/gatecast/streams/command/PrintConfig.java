package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code config print}: prints the settings in force. */
@Command(
        name = "print",
        description = "Print the settings in force, from file, environment, --set and defaults, with secrets hidden.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast config print --config demand.properties",
            "  gatecast config print --config demand.properties --given"
        })
final class PrintConfig implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--given", description = "Only those that were given, no defaults.")
    private boolean given;

    @Override
    public Integer call() throws IOException {
        GatecastConfig config = settings.load();
        spec.commandLine().getOut().println(given ? config.describeGiven() : config.describe());
        return 0;
    }
}
