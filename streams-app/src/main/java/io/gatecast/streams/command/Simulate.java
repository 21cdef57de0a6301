package io.gatecast.streams.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gatecast.streams.plant.Fault;
import io.gatecast.streams.plant.SimulatedPlant;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code simulate}: writes the readings of the simulated plant to a CSV file. */
@Command(
        name = "simulate",
        description = "Write the readings of a simulated plant to a CSV file: key,timestamp,value.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast simulate --output plant.csv",
            "  gatecast simulate --output plant.csv --seed 1 --labels faults.csv"
        })
final class Simulate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--output", required = true, paramLabel = "FILE.csv", description = "File to write.")
    private Path output;

    @Option(names = "--sensors", paramLabel = "N", description = "Number of sensors (default: ${DEFAULT-VALUE}).")
    private int sensors = 50;

    @Option(names = "--days", paramLabel = "N", description = "Number of days (default: ${DEFAULT-VALUE}).")
    private int days = 60;

    @Option(
            names = "--step",
            paramLabel = "SPAN",
            converter = DurationText.class,
            description = "Time between readings (default: ${DEFAULT-VALUE}).")
    private Duration step = Duration.ofMinutes(30);

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "Event time of the first readings (default: ${DEFAULT-VALUE}).")
    private Instant start = Instant.parse("2020-01-06T00:00:00Z");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Chooses the plant: the same seed gives the same file (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description = "Also write the injected faults: key,fault,from,outside,to.")
    private Optional<Path> labels;

    @Override
    public Integer call() throws IOException {
        if (days < 1) {
            throw new ParameterException(spec.commandLine(), "--days must be at least 1, was " + days);
        }
        SimulatedPlant plant = new SimulatedPlant(sensors, start, step, seed);
        long rows = writeReadings(plant);
        if (labels.isPresent()) {
            writeLabels(plant, labels.get());
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d readings of %d sensors, %d faults, seed %d: %s%n",
                        rows,
                        sensors,
                        plant.faults().size(),
                        seed,
                        output);
        return 0;
    }

    private long writeReadings(SimulatedPlant plant) throws IOException {
        long end = start.plus(Duration.ofDays(days)).toEpochMilli();
        long rows = 0;
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(output)) {
            csv.writeRecord("key", "timestamp", "value");
            while (plant.nextTimestampMs() < end) {
                plant.advance((key, timestampMs, value) -> csv.writeRecord(
                        key, TimestampText.format(timestampMs), Double.isNaN(value) ? "" : Double.toString(value)));
                rows += sensors;
            }
        }
        return rows;
    }

    private static void writeLabels(SimulatedPlant plant, Path file) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            csv.writeRecord("key", "fault", "from", "outside", "to");
            for (Fault fault : plant.faults()) {
                csv.writeRecord(
                        fault.key(),
                        fault.kind().name().toLowerCase(Locale.ROOT),
                        TimestampText.format(fault.fromMs()),
                        TimestampText.format(fault.outsideMs()),
                        TimestampText.format(fault.toMs()));
            }
        }
    }
}
