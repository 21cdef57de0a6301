package io.gatecast.streams.command;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.streams.models.ModelDesk;
import io.gatecast.streams.models.ModelTopic;
import io.gatecast.streams.models.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model publish}: puts a model file on a model topic. */
@Command(
        name = "publish",
        description =
                "Put a model on a model topic, which is created if it is missing. It does not forecast before it is"
                        + " promoted.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model publish taxi.gatecast --topic taxi-models",
            "  gatecast model publish taxi.gatecast --config taxi.properties --promote"
        })
final class PublishModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Model written by train or import.")
    private Path file;

    @Option(names = "--promote", description = "Let it forecast at once.")
    private boolean promote;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ModelFormatException("no such model file: " + file, e);
        }
        ModelTopic topic = options.topic();
        if (topic.create()) {
            spec.commandLine().getErr().println("created topic " + topic.name());
        }
        topic.requireUsable();
        ModelDesk desk = new ModelDesk(topic, Clock.systemUTC());
        PublishedModel model = desk.publish(bytes, file.toString());
        spec.commandLine()
                .getOut()
                .println("model %s on topic %s, %,d bytes in %d %s"
                        .formatted(
                                model.id(),
                                topic.name(),
                                model.size(),
                                model.chunks(),
                                model.chunks() == 1 ? "chunk" : "chunks"));
        if (promote) {
            desk.promote(model.id());
            spec.commandLine().getOut().println("champion " + model.id());
        }
        return 0;
    }
}
