package io.gatecast.streams.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gatecast.core.generate.GeneratedSeries;
import io.gatecast.core.generate.Recipe;
import io.gatecast.core.generate.SeriesGenerator;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code generate}: writes synthetic series of many kinds to a CSV file, one after the other. */
@Command(
        name = "generate",
        description =
                "Write synthetic series of many kinds to a CSV file, one after the other: key,timestamp,value. Trends,"
                        + " seasons, noises, counts, rare demand, Gaussian processes, with shifts, spikes and gaps.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast generate --output series.csv",
            "  gatecast generate --series 5000 --rows 2000 --step 30m --seed 7 \\",
            "      --recipes counts,intermittent --output demand.csv"
        })
final class Generate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE.csv",
            description = "File to write.")
    private Path output;

    @Option(names = "--series", paramLabel = "N", description = "Number of series (default: ${DEFAULT-VALUE}).")
    private int series = 100;

    @Option(names = "--rows", paramLabel = "N", description = "Number of rows per series (default: ${DEFAULT-VALUE}).")
    private int rows = 1_000;

    @Option(
            names = "--step",
            paramLabel = "SPAN",
            split = ",",
            converter = DurationText.class,
            description =
                    "Time between rows; where it divides a day, many series have daily and weekly seasons. Several are taken"
                            + " in turn, one per series (default: 1h).")
    private List<Duration> steps = List.of(Duration.ofHours(1));

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "Event time of the first row of every series (default: ${DEFAULT-VALUE}).")
    private Instant start = Instant.parse("2020-01-06T00:00:00Z");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Chooses the series: the same seed gives the same file, and the first series of a larger file are"
                            + " those of a smaller one (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--recipes",
            paramLabel = "KIND",
            split = ",",
            description = "Kinds of series to write: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Recipe> recipes = List.of(Recipe.values());

    @Override
    public Integer call() throws IOException {
        if (series < 1) {
            throw new ParameterException(spec.commandLine(), "--series must be at least 1, was " + series);
        }
        List<SeriesGenerator> generators = steps.stream()
                .map(step -> new SeriesGenerator(start, step, rows, seed, recipes))
                .toList();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(output);
                ProgressBar progress = Progress.start(
                        "generate", "series", series, spec.commandLine().getErr())) {
            csv.writeRecord("key", "timestamp", "value");
            for (int number = 0; number < series; number++) {
                write(generators.get(number % generators.size()).series(number), csv);
                progress.step();
            }
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d rows of %,d series, seed %d: %s%n",
                        (long) rows * series,
                        series,
                        seed,
                        output);
        return 0;
    }

    private static void write(GeneratedSeries series, CsvWriter csv) {
        for (int row = 0; row < series.rows(); row++) {
            csv.writeRecord(series.key(), TimestampText.format(series.timestampMs(row)), text(series.value(row)));
        }
    }

    private static String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
