package io.gatecast.streams.command;

import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.backtest.BacktestInput;
import io.gatecast.streams.backtest.FileInput;
import io.gatecast.streams.backtest.TopicInput;
import io.gatecast.streams.client.ObservationHistory;
import io.gatecast.streams.table.RowShape;
import io.gatecast.streams.table.SampleLimit;
import io.gatecast.streams.table.SeriesCollector;
import io.gatecast.streams.table.SeriesHistory;
import io.gatecast.streams.table.TableFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which series to learn from: those of a CSV file or of a topic. */
final class SeriesInput {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Use the first N rows of every series only (default: all).")
    private Optional<Long> rows;

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            description =
                    "Keep about so many rows of all series together: the latest of long series, and of many series a"
                            + " part chosen by --seed (default: what half of the heap holds, see GATECAST_JAVA_OPTS).")
    private Optional<Long> maxRows;

    /**
     * Reads the series and prints how many there are.
     *
     * @param table what a file's columns mean, and how a topic's values are called
     * @param roles what the columns are good for
     * @param connection where a topic is
     * @param seed chooses the series if there are too many
     */
    Sampled read(TableFormat table, RoleOptions roles, ClusterOptions connection, long seed) {
        TableFormat format = roles.applyTo(table);
        SampleLimit limit = limit(seed);
        PrintWriter out = spec.commandLine().getOut();
        long rowsPerSeries = rows.orElse(Long.MAX_VALUE);
        List<String> values;
        List<SeriesHistory> histories;
        Optional<SeriesCollector.Sample> sample;
        if (source.input != null) {
            SeriesCollector.Collected collected = SeriesCollector.read(source.input, format, rowsPerSeries, limit);
            collected.leftOut().ifPresent(spec.commandLine().getErr()::println);
            values = collected.columns();
            histories = collected.series();
            sample = collected.sample();
        } else {
            ObservationHistory history = observations(connection, rowsPerSeries, limit);
            histories = history.series();
            sample = history.sample();
            values = namesFor(history.shape(), format, roles);
            if (history.skipped() > 0) {
                out.printf(Locale.ROOT, "%,d late or repeated observations left out%n", history.skipped());
            }
        }
        SeriesColumns columns = roles.roles(values);
        long count = histories.stream().mapToLong(SeriesHistory::rows).sum();
        out.printf(Locale.ROOT, "%,d observations of %,d series, columns %s%n", count, histories.size(), columns);
        out.flush();
        return new Sampled(
                histories.stream().map(history -> history.forTraining(columns)).toList(), sample);
    }

    /**
     * Opens the series for going through them row by row.
     *
     * @param format what a file's columns mean
     * @param roles what the columns are good for; empty if they are value columns in their own order
     * @param horizon number of steps ahead that known columns are wanted for
     * @param connection where a topic is
     */
    BacktestInput open(TableFormat format, Optional<SeriesColumns> roles, int horizon, ClusterOptions connection) {
        SampleLimit limit = limit(TrainingOptions.DEFAULT_SEED);
        long rowsPerSeries = rows.orElse(Long.MAX_VALUE);
        if (source.input != null) {
            return new FileInput(source.input, format, roles, horizon, rowsPerSeries, limit);
        }
        ObservationHistory history = observations(connection, rowsPerSeries, limit);
        SeriesColumns columns = roles.orElseGet(() -> SeriesColumns.ofValues(defaultNames(history.shape())));
        requireAsMany("--model", "values", history.shape().values(), columns.values());
        requireAsMany("--model", "known columns", history.shape().known(), columns.known());
        requireAsMany("--model", "static columns", history.shape().statics(), columns.statics());
        return new TopicInput(source.topic, history, columns);
    }

    private ObservationHistory observations(ClusterOptions connection, long rowsPerSeries, SampleLimit limit) {
        ObservationHistory history = ObservationHistory.read(connection.cluster(), source.topic, rowsPerSeries, limit);
        if (history.series().isEmpty()) {
            throw new KafkaException("topic " + source.topic + " has no observations");
        }
        return history;
    }

    private SampleLimit limit(long seed) {
        if (maxRows.isPresent() && maxRows.get() < SampleLimit.FEWEST_ROWS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--max-rows must be at least " + SampleLimit.FEWEST_ROWS + ", was " + maxRows.get());
        }
        return maxRows.map(most -> SampleLimit.ofRows(most, seed))
                .orElseGet(() -> SampleLimit.ofHeap(Runtime.getRuntime().maxMemory(), seed));
    }

    /** The series read, and what they are a sample of if they are not everything. */
    record Sampled(List<TrainingSeries> series, Optional<SeriesCollector.Sample> sample) {
        /** Tells training what the series are a sample of. */
        TrainingOptions.Builder describeIn(TrainingOptions.Builder options) {
            return sample.map(of -> options.sampledFrom(of.series(), of.rows())).orElse(options);
        }
    }

    /** Returns the names of a topic's values, which have none of their own. */
    private List<String> namesFor(RowShape shape, TableFormat format, RoleOptions roles) {
        requireAsMany(
                "--known", "known columns", shape.known(), format.further().known());
        requireAsMany(
                "--static", "static columns", shape.statics(), format.further().statics());
        if (!roles.values().isEmpty()) {
            requireAsMany("--targets and --inputs", "values", shape.values(), roles.values());
            return roles.values();
        }
        List<String> given = format.valueColumns();
        if (!given.isEmpty()) {
            requireAsMany("--value-columns", "values", shape.values(), given);
            return given;
        }
        return defaultNames(shape);
    }

    private static List<String> defaultNames(RowShape shape) {
        return shape.values() == 1
                ? List.of(TableFormat.DEFAULT_VALUE_COLUMN)
                : IntStream.range(0, shape.values())
                        .mapToObj(c -> TableFormat.DEFAULT_VALUE_COLUMN + c)
                        .toList();
    }

    private void requireAsMany(String options, String what, int found, List<String> names) {
        if (names.size() != found) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s must name the %d %s of an observation, were %s".formatted(options, found, what, names));
        }
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
