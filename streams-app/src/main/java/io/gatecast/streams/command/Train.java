package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.client.ObservationHistory;
import io.gatecast.streams.table.SeriesCollector;
import io.gatecast.streams.table.SeriesHistory;
import io.gatecast.streams.table.TableFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            "  gatecast train --topic readings --bootstrap-servers kafka:9092 \\",
            "      --schema-registry http://registry:8081 --model m.gatecast --horizon 24"
        })
final class Train implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "Model file to write.")
    private Path modelFile;

    @Option(names = "--horizon", required = true, paramLabel = "H", description = "Number of steps ahead to forecast.")
    private int horizon;

    @Option(names = "--name", paramLabel = "NAME", description = "Name to keep in the model (default: its file's).")
    private Optional<String> name;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Use the first N rows of every series only (default: all).")
    private Optional<Long> rows;

    @Option(
            names = "--seasons",
            paramLabel = "N",
            split = ",",
            description = "Lengths of the seasons in steps, such as 24,168; none for no season (default: found by"
                    + " autocorrelation).")
    private List<String> seasons;

    @Option(
            names = "--cell",
            paramLabel = "CELL",
            description = "Recurrent cell: ${COMPLETION-CANDIDATES} (default: chosen by the trainer).")
    private Optional<CellKind> cell;

    @Option(
            names = "--reset",
            paramLabel = "VARIANT",
            description = "Reset gate of a GRU: ${COMPLETION-CANDIDATES} (default: chosen by the trainer).")
    private Optional<ResetVariant> reset;

    @Option(names = "--hidden", paramLabel = "N", description = "Elements of a hidden vector.")
    private Optional<Integer> hidden;

    @Option(names = "--layers", paramLabel = "N", description = "Recurrent layers.")
    private Optional<Integer> layers;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the series at most.")
    private Optional<Integer> epochs;

    @Option(names = "--seed", paramLabel = "N", description = "Same seed and data, same model, bit for bit.")
    private Optional<Long> seed;

    @Option(
            names = "--levels",
            paramLabel = "P",
            split = ",",
            description = "Quantile levels, ascending and with 0.5, such as 0.05,0.5,0.95.")
    private List<Double> levels;

    @Option(
            names = "--transform",
            paramLabel = "KIND",
            description = "Mapping of values before scaling: ${COMPLETION-CANDIDATES} (default: found).")
    private Optional<Transform> transform;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to train with (default: all processors).")
    private Optional<Integer> threads;

    @Mixin
    private TableOptions table;

    @Mixin
    private ClusterOptions connection;

    @Override
    public Integer call() throws IOException {
        TrainingOptions options = options();
        requireWritable();
        PrintWriter out = spec.commandLine().getOut();
        List<TrainingSeries> series = read(out);
        try (StopSignal stop = new StopSignal()) {
            TrainedModel trained = train(options, series, stop, out);
            Artifact artifact =
                    ArtifactFile.write(modelFile, name.orElse(nameOf(modelFile)), trained.model(), trained.report());
            if (stop.isRequested()) {
                out.println("stopped early: this is the best model so far");
            }
            ModelDescription.printScores(out, trained.report());
            out.println("model " + artifact.id() + ": " + modelFile);
            out.flush();
        }
        return 0;
    }

    private TrainingOptions options() {
        TrainingOptions.Builder builder = TrainingOptions.builder(horizon);
        if (seasons != null) {
            builder.seasons(seasonLengths());
        }
        if (levels != null) {
            builder.levels(levels);
        }
        cell.ifPresent(builder::cell);
        reset.ifPresent(builder::reset);
        hidden.ifPresent(builder::hidden);
        layers.ifPresent(builder::layers);
        epochs.ifPresent(builder::epochs);
        seed.ifPresent(builder::seed);
        transform.ifPresent(builder::transform);
        threads.ifPresent(builder::threads);
        return builder.build();
    }

    private List<Integer> seasonLengths() {
        if (seasons.equals(List.of("none"))) {
            return List.of();
        }
        List<Integer> lengths = new ArrayList<>();
        for (String text : seasons) {
            try {
                lengths.add(Integer.valueOf(text.trim()));
            } catch (NumberFormatException e) {
                throw new ParameterException(
                        spec.commandLine(), "--seasons must be whole numbers of steps or none, was '" + text + "'");
            }
        }
        return lengths;
    }

    // Found out before the training rather than after.
    private void requireWritable() throws IOException {
        Path folder = modelFile.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        if (Files.isDirectory(modelFile) || !Files.isWritable(Files.exists(modelFile) ? modelFile : folder)) {
            throw new IOException("cannot write " + modelFile);
        }
    }

    private List<TrainingSeries> read(PrintWriter out) {
        long rowsPerSeries = rows.orElse(Long.MAX_VALUE);
        List<String> columns;
        List<SeriesHistory> histories;
        if (source.input != null) {
            SeriesCollector.Collected collected = SeriesCollector.read(source.input, table.format(), rowsPerSeries);
            collected.leftOut().ifPresent(spec.commandLine().getErr()::println);
            columns = collected.columns();
            histories = collected.series();
        } else {
            ObservationHistory history = ObservationHistory.read(connection.cluster(), source.topic, rowsPerSeries);
            histories = history.series();
            if (histories.isEmpty()) {
                throw new KafkaException("topic " + source.topic + " has no observations");
            }
            columns = namesFor(histories.get(0).columns());
            if (history.skipped() > 0) {
                out.printf(Locale.ROOT, "%,d late or repeated observations left out%n", history.skipped());
            }
        }
        long count = histories.stream().mapToLong(SeriesHistory::rows).sum();
        out.printf(Locale.ROOT, "%,d observations of %,d series, columns %s%n", count, histories.size(), columns);
        out.flush();
        return histories.stream()
                .map(history -> new TrainingSeries(history.key(), history.timestampsMs(), history.values(), columns))
                .toList();
    }

    /** Returns the names of a topic's values, which have none of their own. */
    private List<String> namesFor(int columns) {
        List<String> given = table.format().valueColumns();
        if (!given.isEmpty() && given.size() != columns) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--value-columns must name the %d values of an observation, were %s".formatted(columns, given));
        }
        if (!given.isEmpty()) {
            return given;
        }
        return columns == 1
                ? List.of(TableFormat.DEFAULT_VALUE_COLUMN)
                : IntStream.range(0, columns)
                        .mapToObj(c -> TableFormat.DEFAULT_VALUE_COLUMN + c)
                        .toList();
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

    /** Where the series are: exactly one of the two is given. */
    static final class Source {
        @Option(names = "--input", required = true, paramLabel = "FILE.csv", description = "CSV file with the series.")
        private Path input;

        @Option(
                names = "--topic",
                required = true,
                paramLabel = "TOPIC",
                description = "Topic of Avro observations, read from its first record to its present end.")
        private String topic;
    }
}
