package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.train.Rounding;
import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.table.SampleLimit;
import io.gatecast.streams.table.SeriesCollector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model quantize}: writes a model again with int8 weights. */
@Command(
        name = "quantize",
        description =
                "Write a model again with weights as int8 and a scale per row, in about a third of the bytes. With"
                        + " --input, print what that costs in accuracy. Forecasts change a little, and so does the model's id.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model quantize taxi.gatecast --output small.gatecast",
            "  gatecast model quantize taxi.gatecast --output small.gatecast --input taxi.csv"
        })
final class QuantizeModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Model written by train.")
    private Path modelFile;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Model file to write.")
    private Path output;

    @Option(
            names = "--input",
            paramLabel = "FILE.csv",
            description = "Series to measure the accuracy on: the last tenth of each, as in training.")
    private Optional<Path> input;

    @Mixin
    private TableOptions table;

    @Override
    public Integer call() throws IOException {
        OutputFile.requireWritable(output);
        PrintWriter out = spec.commandLine().getOut();
        Artifact exact = ArtifactFile.read(modelFile);
        Rounding rounding = input.map(file -> Rounding.of(
                        exact.model(),
                        series(file, exact.model().spec()),
                        Runtime.getRuntime().availableProcessors()))
                .orElseGet(() -> Rounding.of(exact.model()));
        Artifact written = RoundedModel.write(output, exact.name(), exact.model(), exact.report(), rounding, out);
        out.println("model " + written.id() + ": " + output);
        out.flush();
        return 0;
    }

    private List<TrainingSeries> series(Path file, ModelSpec model) {
        SeriesCollector.Collected collected = SeriesCollector.read(
                file,
                table.formatFor(model),
                Long.MAX_VALUE,
                SampleLimit.ofHeap(Runtime.getRuntime().maxMemory(), TrainingOptions.DEFAULT_SEED));
        collected.leftOut().ifPresent(spec.commandLine().getErr()::println);
        SeriesColumns columns = SeriesColumns.of(collected.columns(), model.roles());
        return collected.series().stream()
                .map(history -> history.forTraining(columns))
                .toList();
    }
}
