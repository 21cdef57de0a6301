package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model show}: prints what a model is, how it was trained and how well it does. */
@Command(
        name = "show",
        description = "Print what a model is, how it was trained and how well it does.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast model show taxi.gatecast", "  gatecast model show taxi.gatecast --json"})
final class ShowModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Model written by train or import.")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Artifact artifact = ArtifactFile.read(file);
        ModelDescription description = new ModelDescription(artifact);
        if (json) {
            ObjectNode node = description.toJson();
            spec.commandLine().getOut().println(node);
        } else {
            description.print(spec.commandLine().getOut());
        }
        return 0;
    }
}
