package io.gatecast.streams.command;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.table.ForecastTableWriter;
import io.gatecast.streams.table.SeriesTable;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.table.TableRow;
import io.gatecast.streams.table.TableRows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
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
            "      --forecasts out.csv --last-only"
        })
final class ForecastTable implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 1000;

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
            Map<String, Series> series = new LinkedHashMap<>();
            Forecaster forecaster = new Forecaster(artifact.model());
            TableRows ready = new TableRows(rows, model.roles().known().size(), modelHorizon, true);
            stepThrough(ready, series, new Origins(forecaster, writer, steps), progress);
            rows.leftOut().ifPresent(spec.commandLine().getErr()::println);
            report(series.size(), writer.rows());
        }
        return 0;
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

    private void stepThrough(TableRows ready, Map<String, Series> series, Origins origins, ProgressBar progress) {
        long read = 0;
        while (ready.next()) {
            Series one = series.computeIfAbsent(ready.key(), key -> new Series(key, origins.forecaster.initialState()));
            if (lastOnly) {
                // Which row is the last is known only at the end, so every row waits for its successor.
                origins.step(one, false);
            }
            one.waiting = ready.row();
            if (!lastOnly) {
                long row = one.waiting.index();
                origins.step(one, row >= fromRow && (row - fromRow) % every == 0);
            }
            if (++read % PROGRESS_EVERY == 0) {
                progress.stepTo(read);
            }
        }
        progress.stepTo(read);
        if (lastOnly) {
            series.values().forEach(one -> origins.step(one, true));
        }
    }

    private void report(int series, long rows) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d forecast rows of %,d series: %s%n", rows, series, output);
    }

    /** Where one series of the file stands. */
    private static final class Series {
        private final String key;
        private final SeriesState state;
        private TableRow waiting;

        Series(String key, SeriesState state) {
            this.key = key;
            this.state = state;
        }
    }

    /** Steps series and writes the forecasts asked for. */
    private record Origins(Forecaster forecaster, ForecastTableWriter writer, int horizon) {

        void step(Series series, boolean write) {
            TableRow row = series.waiting;
            if (row == null) {
                return;
            }
            series.waiting = null;
            Observation observation = row.observation(
                    series.key, forecaster.model().spec().roles().statics());
            if (!forecaster.accepts(series.state, observation)) {
                return; // rows without a value before the first one
            }
            Step step = forecaster.step(series.state, observation);
            if (write) {
                step.forecasts().forEach(forecast -> writer.write(series.key, row.index(), forecast, horizon));
            }
        }
    }
}
