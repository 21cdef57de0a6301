package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.detect.DetectionTableWriter;
import io.gatecast.streams.detect.FileDetector;
import io.gatecast.streams.table.TableFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code detect}: scores every row of CSV files by how unusual it is, without Kafka. */
@Command(
        name = "detect",
        description =
                "Find anomalies in CSV files without Kafka: one pass, no look-ahead, the same bits as on a topic.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast detect --input machine.csv --output found",
            "  gatecast detect --input sensors --output found --profile thorough",
            "  gatecast detect --input plant.csv --value-columns flow,pressure --output found"
        })
final class Detect implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE_OR_DIR",
            description = "CSV file, or a folder all of whose CSV files are read, sub-folders included.")
    private Path input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder to write to: a CSV file for each of the input, under the same name in the same"
                    + " sub-folder, with the columns timestamp, the values, anomaly_score (at least 0.5 where an"
                    + " alarm is raised), alarm, severity, column, expected, evidence, since and the shares of each"
                    + " kind of evidence.")
    private Path output;

    @Mixin
    private DetectionOptions detection;

    @Mixin
    private TableOptions table;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Path> files = files();
        Artifact artifact = detection.artifact(out);
        FileDetector detector = new FileDetector(artifact.model(), detection.settings());
        TableFormat format = table.formatFor(artifact.model().spec());
        Path root = Files.isDirectory(input) ? input : input.toAbsolutePath().getParent();
        for (Path file : files) {
            Path target = output.resolve(root.relativize(Files.isDirectory(input) ? file : file.toAbsolutePath()));
            Files.createDirectories(target.toAbsolutePath().getParent());
            if (Files.exists(target) && Files.isSameFile(file, target)) {
                throw new ParameterException(
                        spec.commandLine(), "--output must be another folder than --input, both have " + file);
            }
            try (DetectionTableWriter writer = new DetectionTableWriter(target)) {
                long alarms = detector.detect(file, format, writer);
                out.printf(Locale.ROOT, "%,d alarms: %s%n", alarms, target);
            }
            out.flush();
        }
        return 0;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        Path written = output.toAbsolutePath().normalize();
        try (Stream<Path> all = Files.walk(input)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
                    .filter(file -> !file.toAbsolutePath().normalize().startsWith(written))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IOException("no CSV file in " + input);
            }
            return files;
        }
    }
}
