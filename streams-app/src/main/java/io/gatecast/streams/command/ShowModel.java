package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.streams.models.Catalogue;
import io.gatecast.streams.models.ModelTopic;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model show}: prints what a model is, how it was trained and how well it does. */
@Command(
        name = "show",
        description = "Print what a model is, how it was trained and how well it does.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model show taxi.gatecast",
            "  gatecast model show taxi.gatecast --json",
            "  gatecast model show 3fa2b1 --topic taxi-models"
        })
final class ShowModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|ID",
            description = "Model written by train or import; with --topic or --config the id of a published one.")
    private String model;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        Artifact artifact = options.isGiven() ? published(options.usableTopic()) : ArtifactFile.read(Path.of(model));
        ModelDescription description = new ModelDescription(artifact);
        if (json) {
            ObjectNode node = description.toJson();
            spec.commandLine().getOut().println(node);
        } else {
            description.print(spec.commandLine().getOut());
        }
        return 0;
    }

    private Artifact published(ModelTopic topic) {
        Catalogue catalogue = topic.read();
        return topic.load(catalogue, catalogue.require(model).id());
    }
}
