package io.gatecast.streams.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model retire}: deletes a published model. */
@Command(
        name = "retire",
        description = "Delete a model from a model topic. Neither the champion nor the candidate can be retired.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast model retire 3fa2b1 --topic taxi-models")
final class RetireModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Id of the model, or its beginning.")
    private String model;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("retired " + options.desk().retire(model));
        return 0;
    }
}
