package io.gatecast.streams.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code model}: groups what can be done with model files. */
@Command(
        name = "model",
        description = "Look at model files and make them smaller.",
        subcommands = {ShowModel.class, QuantizeModel.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model show taxi.gatecast",
            "  gatecast model quantize taxi.gatecast -o small.gatecast --input taxi.csv"
        })
final class Models implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required: show or quantize");
    }
}
