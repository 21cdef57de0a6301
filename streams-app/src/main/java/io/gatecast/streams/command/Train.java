package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.train.Rounding;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingSeries;
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
import picocli.CommandLine.Spec;

/** The command {@code train}: makes a model from the series in a CSV file or on a topic. */
@Command(
        name = "train",
        description = "Train one model for all series of a CSV file or a topic. Ctrl-C keeps the best model so far.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast train --input taxi.csv --model taxi.gatecast --horizon 48",
            "  gatecast train --input ett.csv --value-columns OT,HUFL --layout long \\",
            "      --model oil.gatecast --horizon 24 --seasons 24,168",
            "  gatecast train --input sales.csv --targets sales --inputs price \\",
            "      --known holiday,planned --static shop_type --model sales.gatecast --horizon 28",
            "  gatecast train --topic readings --bootstrap-servers kafka:9092 \\",
            "      --schema-registry http://registry:8081 --model m.gatecast --horizon 24"
        })
final class Train implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SeriesInput input;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "Model file to write.")
    private Path modelFile;

    @Option(names = "--name", paramLabel = "NAME", description = "Name to keep in the model (default: its file's).")
    private Optional<String> name;

    @Option(
            names = "--cell",
            paramLabel = "CELL",
            description =
                    "Recurrent cell: ${COMPLETION-CANDIDATES} (default: GRU); compare tells which suits the data.")
    private Optional<CellKind> cell;

    @Option(
            names = "--quantize",
            description =
                    "Store weights as int8 with a scale per row, in about a third of the bytes, and print what that"
                            + " costs in accuracy.")
    private boolean quantize;

    @Mixin
    private TrainingSettings settings;

    @Mixin
    private RoleOptions roles;

    @Mixin
    private TableOptions table;

    @Mixin
    private ClusterOptions connection;

    @Override
    public Integer call() throws IOException {
        options().build(); // what is wrong with them is found out before the series are read
        OutputFile.requireWritable(modelFile);
        PrintWriter out = spec.commandLine().getOut();
        SeriesInput.Sampled sampled = input.read(table.format(), roles, connection, settings.seed());
        List<TrainingSeries> series = sampled.series();
        TrainingOptions options = sampled.describeIn(options()).build();
        try (StopSignal stop = new StopSignal()) {
            TrainedModel trained = train(options, series, stop, out);
            Artifact artifact = write(trained, series, options, out);
            if (stop.isRequested()) {
                out.println("stopped early: this is the best model so far");
            }
            ModelDescription.printScores(out, artifact.report());
            out.println("model " + artifact.id() + ": " + modelFile);
            out.flush();
        }
        return 0;
    }

    private TrainingOptions.Builder options() {
        TrainingOptions.Builder builder = settings.toBuilder();
        cell.ifPresent(builder::cell);
        return builder;
    }

    private Artifact write(
            TrainedModel trained, List<TrainingSeries> series, TrainingOptions options, PrintWriter out) {
        String called = name.orElse(nameOf(modelFile));
        if (!quantize) {
            return ArtifactFile.write(modelFile, called, trained.model(), trained.report());
        }
        Rounding rounding = Rounding.of(trained.model(), series, options.threads());
        return RoundedModel.write(modelFile, called, trained.model(), trained.report(), rounding, out);
    }

    private static TrainedModel train(
            TrainingOptions options, List<TrainingSeries> series, StopSignal stop, PrintWriter out) {
        try (TrainingDisplay display = new TrainingDisplay(out, stop)) {
            return new Trainer(options, display).train(series);
        }
    }

    /** Returns the name of a file without its extension. */
    static String nameOf(Path file) {
        String fileName = file.getFileName().toString();
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}
