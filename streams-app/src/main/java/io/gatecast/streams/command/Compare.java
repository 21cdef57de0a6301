package io.gatecast.streams.command;

import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.compare.Comparison;
import io.gatecast.streams.compare.ComparisonReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code compare}: trains one model per kind of cell on the same series and puts them side by side. */
@Command(
        name = "compare",
        description =
                "Train a model per kind of cell, and one without, on the same series and print one table: error on"
                        + " the validation part, parameters, training time, step time, state and file size. Ctrl-C ends with what"
                        + " is there.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast compare --input taxi.csv --horizon 48",
            "  gatecast compare --input taxi.csv --horizon 48 --cells gru,lstm \\",
            "      --hidden 32 --output cells.csv --save-dir models"
        })
final class Compare implements Callable<Integer> {
    private static final String LINEAR = "linear";

    @Spec
    private CommandSpec spec;

    @Mixin
    private SeriesInput input;

    @Option(
            names = "--cells",
            paramLabel = "CELL",
            split = ",",
            description = "Recurrent cells to compare: ${COMPLETION-CANDIDATES} (default: all).")
    private List<CellKind> cells = List.of(CellKind.values());

    @Mixin
    private TrainingSettings settings;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Also write the table, as JSON if the name ends in .json, else as CSV.")
    private Optional<Path> output;

    @Option(
            names = "--save-dir",
            paramLabel = "DIR",
            description = "Keep the models in this folder, which is made if it is missing: linear.gatecast,"
                    + " gru.gatecast and so on.")
    private Optional<Path> saveDir;

    @Mixin
    private RoleOptions roles;

    @Mixin
    private TableOptions table;

    @Mixin
    private ClusterOptions connection;

    @Override
    public Integer call() throws IOException {
        candidates(UnaryOperator.identity()); // what is wrong with them is found out before the series are read
        if (output.isPresent()) {
            OutputFile.requireWritable(output.get());
        }
        if (saveDir.isPresent()) {
            Files.createDirectories(saveDir.get());
        }
        PrintWriter out = spec.commandLine().getOut();
        SeriesInput.Sampled sampled = input.read(table.format(), roles, connection, settings.seed());
        try (StopSignal stop = new StopSignal()) {
            compare(candidates(sampled::describeIn), sampled.series(), stop, out);
        }
        return 0;
    }

    /** Returns what to train, by name: first without a recurrent part, which the others must beat to be of use. */
    private Map<String, TrainingOptions> candidates(UnaryOperator<TrainingOptions.Builder> describe) {
        Map<String, TrainingOptions> candidates = new LinkedHashMap<>();
        candidates.put(LINEAR, describe.apply(settings.toBuilder()).hidden(0).build());
        for (CellKind cell : cells) {
            candidates.put(
                    cell.name().toLowerCase(Locale.ROOT),
                    describe.apply(settings.toBuilder()).cell(cell).build());
        }
        return candidates;
    }

    private void compare(
            Map<String, TrainingOptions> candidates, List<TrainingSeries> series, StopSignal stop, PrintWriter out)
            throws IOException {
        Comparison comparison = new Comparison(series);
        List<String> remarks = new ArrayList<>();
        try (TrainingDisplay display = new TrainingDisplay(out, stop)) {
            for (Map.Entry<String, TrainingOptions> candidate : candidates.entrySet()) {
                String name = candidate.getKey();
                if (stop.isRequested()) {
                    remarks.add(name + ": not trained, stopped before");
                    continue;
                }
                display.begin(name);
                long start = System.nanoTime();
                TrainedModel trained = new Trainer(candidate.getValue(), display).train(series);
                comparison.add(name, trained, Duration.ofNanos(System.nanoTime() - start));
                if (stop.isRequested()) {
                    remarks.add(name + ": stopped early, the best model so far");
                } else if (trained.model().spec().hidden() == 0 && !name.equals(LINEAR)) {
                    remarks.add(name + ": same as linear; epochs "
                            + trained.report().settings().get("epochs"));
                }
                if (saveDir.isPresent()) {
                    ArtifactFile.write(
                            saveDir.get().resolve(name + ".gatecast"), name, trained.model(), trained.report());
                }
            }
        }
        out.println();
        ComparisonReport report = new ComparisonReport(comparison.ranges(), comparison.contenders());
        report.print(out);
        remarks.forEach(out::println);
        out.println("Step times are of this machine, after a warm-up, and indicative. Small differences in error may be"
                + " those of another --seed.");
        out.flush();
        if (output.isPresent()) {
            report.write(output.get());
        }
    }
}
