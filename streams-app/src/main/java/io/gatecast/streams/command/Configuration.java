package io.gatecast.streams.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code config}: groups what can be done with settings. */
@Command(
        name = "config",
        description = "Look at settings: what is in force, what is wrong, what there is.",
        subcommands = {PrintConfig.class, ValidateConfig.class, DocumentConfig.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast config print --config demand.properties",
            "  gatecast config validate --config demand.properties",
            "  gatecast config docs"
        })
final class Configuration implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required: print, validate or docs");
    }
}
