package io.gatecast.streams.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code model}: groups what can be done with model files and with the models on a topic. */
@Command(
        name = "model",
        description = "Look at models, make them smaller, and exchange them in running applications.",
        subcommands = {
            ShowModel.class,
            QuantizeModel.class,
            PublishModel.class,
            ListModels.class,
            PromoteModel.class,
            RollBackModel.class,
            NominateModel.class,
            CompareModels.class,
            RetireModel.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model show taxi.gatecast",
            "  gatecast model quantize taxi.gatecast -o small.gatecast --input taxi.csv",
            "  gatecast model publish taxi.gatecast --topic taxi-models --promote",
            "  gatecast model rollback --topic taxi-models"
        })
final class Models implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required, such as show or publish");
    }
}
