package io.gatecast.streams.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model promote}: makes a published model the one that forecasts. */
@Command(
        name = "promote",
        description =
                "Let a published model forecast. Every instance takes it over without restart, each series at its next"
                        + " event, warmed up on its own latest values.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast model promote 3fa2b1 --topic taxi-models")
final class PromoteModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Id of the model, or its beginning.")
    private String model;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        String champion = options.desk().promote(model).champion().orElseThrow();
        spec.commandLine().getOut().println("champion " + champion);
        return 0;
    }
}
