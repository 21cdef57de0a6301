package io.gatecast.streams.command;

import io.gatecast.streams.models.Stages;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code model rollback}: makes the last earlier champion forecast again. */
@Command(
        name = "rollback",
        description = "Let the model forecast again that did before the last promotion.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast model rollback --topic taxi-models")
final class RollBackModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        Stages after = options.desk().rollBack();
        spec.commandLine().getOut().println("champion " + after.champion().orElseThrow());
        return 0;
    }
}
