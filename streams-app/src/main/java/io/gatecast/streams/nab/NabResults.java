package io.gatecast.streams.nab;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.gatecast.core.Score;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.streams.detect.FileDetector;
import io.gatecast.streams.detect.RowSink;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.table.TableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Anomaly scores of every row of a corpus: found now, or read from files. */
public final class NabResults {
    private static final String SCORE = "anomaly_score";

    private NabResults() {}

    /**
     * Detects anomalies in all files of a corpus, each from its first row.
     *
     * @param corpus the corpus
     * @param detector the detector
     * @return anomaly scores per file name
     */
    public static Map<String, double[]> detect(NabCorpus corpus, FileDetector detector) {
        Map<String, double[]> scores = new TreeMap<>();
        corpus.paths().entrySet().parallelStream()
                .map(file -> {
                    Scores found = new Scores();
                    detector.detect(file.getValue(), TableFormat.byDefaultNames(), found);
                    return Map.entry(file.getKey(), found.toArray());
                })
                .toList()
                .forEach(entry -> scores.put(entry.getKey(), entry.getValue()));
        return scores;
    }

    /**
     * Reads what a detector wrote: per data file a CSV file of the same name, perhaps after a prefix that ends in an underscore, in a folder
     * per category.
     *
     * @param corpus the corpus
     * @param folder folder with the categories
     * @return anomaly scores per file name
     * @throws IOException if a file is missing or cannot be read
     */
    public static Map<String, double[]> read(NabCorpus corpus, Path folder) throws IOException {
        Map<String, double[]> scores = new TreeMap<>();
        for (LabelledFile file : corpus.files()) {
            scores.put(file.name(), column(find(folder.resolve(file.category()), file)));
        }
        return scores;
    }

    private static Path find(Path folder, LabelledFile file) throws IOException {
        String name = file.name().substring(file.name().indexOf('/') + 1);
        Optional<Path> found = Optional.empty();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                found = all.filter(path -> path.getFileName().toString().equals(name)
                                || path.getFileName().toString().endsWith("_" + name))
                        .min(Comparator.comparingInt((Path path) ->
                                        path.getFileName().toString().length())
                                .thenComparing(Comparator.naturalOrder()));
            }
        }
        return found.orElseThrow(() -> new IOException("no result for " + file.name() + " in " + folder));
    }

    private static double[] column(Path file) throws IOException {
        List<Double> scores = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : csv) {
                String text = line.findField(SCORE)
                        .orElseThrow(() -> new TableFormatException(file + ": there is no column '" + SCORE + "'"));
                try {
                    scores.add(Double.parseDouble(text));
                } catch (NumberFormatException e) {
                    throw new TableFormatException(
                            "%s:%d: %s must be a number, was '%s'"
                                    .formatted(file, line.getStartingLineNumber(), SCORE, text),
                            e);
                }
            }
        }
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Keeps the scores of one file. */
    private static final class Scores implements RowSink {
        private final List<Double> scores = new ArrayList<>();

        @Override
        public void begin(List<String> columns) {
            scores.clear();
        }

        @Override
        public void judged(TableRow row, Detection detection, Score score) {
            scores.add(detection.score());
        }

        @Override
        public void skipped(TableRow row) {
            scores.add(0.0);
        }

        double[] toArray() {
            return scores.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
