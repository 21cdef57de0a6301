package io.gatecast.streams.command;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.ledger.LedgerSettings;
import io.gatecast.core.order.Aggregation;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.SeriesStepper;
import io.gatecast.core.order.StepListener;
import io.gatecast.core.order.TimeRules;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.table.ForecastTableWriter;
import io.gatecast.streams.table.SeriesTable;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.table.TableRow;
import io.gatecast.streams.table.TableRows;
import io.gatecast.streams.topology.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code forecast}: steps through a CSV file and writes the forecasts issued on the way, without Kafka. */
@Command(
        name = "forecast",
        description = "Forecast a CSV file without Kafka; the same bits as on a topic.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast forecast --input taxi.csv --forecasts out.csv",
            "  gatecast forecast --input taxi.csv --model taxi.gatecast \\",
            "      --forecasts out.csv --from-row 5000",
            "  gatecast forecast --input sales.csv --model sales.gatecast \\",
            "      --forecasts out.csv --last-only",
            "  gatecast forecast --input events.csv --step 1h --step-aggregation sum \\",
            "      --forecasts hourly.csv"
        })
final class ForecastTable implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 1000;

    /** Rows of a series that wait until it is stepped through all of them: its state then comes from memory once. */
    private static final int MOST_WAITING = 64;

    private static final int MOST_WAITING_IN_ALL = 1 << 16;

    @Spec
    private CommandSpec spec;

    @Option(names = "--input", required = true, paramLabel = "FILE.csv", description = "File with the observations.")
    private Path input;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Model written by train or import (default: the general model, for any single column).")
    private Optional<Path> modelFile;

    @Option(
            names = "--forecasts",
            required = true,
            paramLabel = "FILE.csv",
            description =
                    "File to write: key,timestamp,issued_at_index,step,mean and the quantiles; with several targets"
                            + " the second column is target.")
    private Path output;

    @Option(
            names = "--from-row",
            paramLabel = "N",
            description = "First row of every series, from 0, after which a forecast is written; the rows before are"
                    + " stepped through all the same (default: ${DEFAULT-VALUE}).")
    private long fromRow = 0;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Write a forecast after every N-th row only (default: ${DEFAULT-VALUE}).")
    private long every = 1;

    @Option(names = "--last-only", description = "Write a forecast after the last row of every series only.")
    private boolean lastOnly;

    @Option(
            names = "--horizon",
            paramLabel = "H",
            description = "Number of steps ahead to write (default: all that the model forecasts).")
    private Optional<Integer> horizon;

    @Option(
            names = "--step",
            paramLabel = "SPAN",
            converter = DurationText.class,
            description =
                    "Put rows together into steps of this length, such as 1h, as the setting step does for a topic; a step"
                            + " closes with the next row behind it, the last one at the end (default: every row is a step).")
    private Optional<Duration> step;

    @Option(
            names = "--step-aggregation",
            split = ",",
            paramLabel = "HOW",
            description =
                    "What the values of a step are made of: last, mean, sum, min, max or count, one for all columns or one"
                            + " per column (default: last).")
    private List<Aggregation> aggregations = List.of();

    @Option(
            names = "--max-gap",
            paramLabel = "N",
            description =
                    "Largest number of missing steps that are stepped through; after more a series begins again (default:"
                            + " half of what the model looks back on with --step, else none are counted).")
    private Optional<Integer> maxGap;

    @Option(
            names = "--no-fallback",
            description =
                    "Follow the model alone, also where a naive rule has lately been better, as ledger.fallback=false"
                            + " does for a topic.")
    private boolean modelAlone;

    @Mixin
    private TableOptions table;

    @Override
    public Integer call() {
        requireOptionsFit();
        Artifact artifact = modelFile.map(ArtifactFile::read).orElseGet(this::generalModel);
        int modelHorizon = artifact.model().spec().horizon();
        int steps = horizon.orElse(modelHorizon);
        if (steps < 1 || steps > modelHorizon) {
            throw new ParameterException(
                    spec.commandLine(), "--horizon must be in [1, " + modelHorizon + "], the model's, was " + steps);
        }
        ModelSpec model = artifact.model().spec();
        try (SeriesTable rows = SeriesTable.open(input, table.formatFor(model));
                ForecastTableWriter writer = ForecastTableWriter.create(output, model);
                ProgressBar progress = Progress.start(
                        "forecast", "rows", -1, spec.commandLine().getErr())) {
            requireColumnsFit(rows, model);
            Map<String, Course> series = new LinkedHashMap<>();
            Forecaster forecaster = new Forecaster(artifact.model(), Optional.empty(), ledger());
            SeriesStepper stepper = new SeriesStepper(forecaster, rules(model));
            TableRows ready = new TableRows(rows, model.roles().known().size(), modelHorizon, true);
            stepThrough(ready, series, new Origins(forecaster, stepper, writer, steps), progress);
            rows.leftOut().ifPresent(spec.commandLine().getErr()::println);
            report(series.size(), writer.rows());
        }
        return 0;
    }

    private LedgerSettings ledger() {
        return new LedgerSettings(LedgerSettings.DEFAULT.windowSteps(), !modelAlone);
    }

    private Artifact generalModel() {
        Artifact general = GeneralModel.read();
        spec.commandLine().getOut().println(GeneralModel.notice(general));
        return general;
    }

    private void requireOptionsFit() {
        if (fromRow < 0) {
            throw new ParameterException(spec.commandLine(), "--from-row must not be negative, was " + fromRow);
        }
        if (every < 1) {
            throw new ParameterException(spec.commandLine(), "--every must be at least 1, was " + every);
        }
        if (lastOnly && (fromRow != 0 || every != 1)) {
            throw new ParameterException(spec.commandLine(), "--last-only excludes --from-row and --every");
        }
    }

    // One column may have any name; several could be mixed up.
    private static void requireColumnsFit(SeriesTable rows, ModelSpec model) {
        List<String> expected = model.columns();
        List<String> found = rows.columns();
        if (found.size() != expected.size() || found.size() > 1 && !found.equals(expected)) {
            throw new TableFormatException(
                    "%s: the model takes the value columns %s in this order (--value-columns), the table gives %s"
                            .formatted(rows.place(), expected, found));
        }
    }

    private TimeRules rules(ModelSpec model) {
        if (step.isEmpty() && !aggregations.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--step-aggregation needs --step");
        }
        if (step.isPresent() && !model.roles().known().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--step cannot be used with a model that takes known columns, whose values ahead are read row by row");
        }
        try {
            return Timing.rules(
                    step,
                    aggregations.isEmpty() ? List.of(Aggregation.LAST) : aggregations,
                    Duration.ZERO,
                    maxGap.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                    TimeRules.MOST_PENDING,
                    model);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void stepThrough(TableRows ready, Map<String, Course> series, Origins origins, ProgressBar progress) {
        long read = 0;
        while (ready.next()) {
            Course one = series.computeIfAbsent(
                    ready.key(), key -> new Course(key, origins.stepper().newSeries()));
            one.waiting.add(ready.row());
            if (!lastOnly) {
                origins.step(one, 1, this::isWanted);
            } else if (one.waiting.size() > Math.min(MOST_WAITING, MOST_WAITING_IN_ALL / series.size())) {
                // Which row is the last is known only at the end, so every row waits for its successor.
                origins.step(one, one.waiting.size() - 1, row -> false);
            }
            if (++read % PROGRESS_EVERY == 0) {
                progress.stepTo(read);
            }
        }
        progress.stepTo(read);
        for (Course one : series.values()) {
            if (lastOnly) {
                origins.step(one, one.waiting.size() - 1, row -> false);
                origins.step(one, 1, row -> step.isEmpty());
            }
            origins.close(one, lastOnly ? row -> true : this::isWanted);
        }
    }

    private boolean isWanted(long row) {
        return row >= fromRow && (row - fromRow) % every == 0;
    }

    private void report(int series, long rows) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d forecast rows of %,d series: %s%n", rows, series, output);
    }

    /** Where one series of the file stands. */
    private static final class Course {
        private final String key;
        private final Series series;
        private final ArrayDeque<TableRow> waiting = new ArrayDeque<>(1);
        private long lastRow = -1;
        private int sinceForgotten;

        Course(String key, Series series) {
            this.key = key;
            this.series = series;
        }
    }

    /** Steps series and writes the forecasts asked for, by the row of the last observation used. */
    private record Origins(Forecaster forecaster, SeriesStepper stepper, ForecastTableWriter writer, int horizon) {
        /** So many events are kept before those that are settled are let go. */
        private static final int FORGET_EVERY = 64;

        void step(Course one, int rows, LongPredicate wanted) {
            for (int i = 0; i < rows; i++) {
                step(one, one.waiting.remove(), wanted);
            }
        }

        private void step(Course one, TableRow row, LongPredicate wanted) {
            Observation event =
                    row.observation(one.key, forecaster.model().spec().roles().statics());
            if (stepper.place(one.series, event) instanceof Placement.Placed placed) {
                // A row that closes a step is not part of it.
                long used = stepper.rules().fixed() ? one.lastRow : row.index();
                stepper.take(one.series, event, placed, Origins::nothingIsLate, listener(one, used, wanted));
                if (++one.sinceForgotten == FORGET_EVERY) {
                    one.sinceForgotten = 0;
                    stepper.checkpoint(one.series, Origins::nothingIsLate);
                }
            }
            one.lastRow = row.index();
        }

        void close(Course one, LongPredicate wanted) {
            if (stepper.rules().fixed()) {
                stepper.close(one.series, Long.MAX_VALUE, listener(one, one.lastRow, wanted));
            }
        }

        private StepListener listener(Course one, long row, LongPredicate wanted) {
            return wanted.test(row)
                    ? (step, revision) ->
                            step.forecasts().forEach(forecast -> writer.write(one.key, row, forecast, horizon))
                    : StepListener.NONE;
        }

        /** Rows of a series are in order of time. */
        private static Checkpoint nothingIsLate() {
            throw new IllegalStateException("a row was put before another one");
        }
    }
}
