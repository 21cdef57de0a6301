package io.gatecast.streams.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code topics}: groups what can be done with the topics of an application. */
@Command(
        name = "topics",
        description = "Look at the topics of an application, and create those that are missing.",
        subcommands = {CreateTopics.class, DescribeTopics.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast topics create --config demand.properties --partitions 6",
            "  gatecast topics describe --config demand.properties"
        })
final class TopicsOfApplication implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required: create or describe");
    }
}
