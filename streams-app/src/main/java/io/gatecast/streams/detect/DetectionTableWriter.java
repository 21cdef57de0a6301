package io.gatecast.streams.detect;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gatecast.core.Score;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.anomaly.Evidence;
import io.gatecast.streams.table.TableRow;
import io.gatecast.streams.table.TimestampText;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes what was detected as CSV, a row per row of the input: {@code timestamp}, the value columns, {@code anomaly_score,alarm,severity},
 * the loudest column with {@code expected} value and loudest {@code evidence}, {@code since}, and the share of every kind of evidence. A
 * row that could not be judged has score 0 and no more. Scores are written so that they read back to the same bits.
 */
public final class DetectionTableWriter implements RowSink, Closeable {
    private final Path file;
    private final CsvWriter csv;
    private final List<String> line = new ArrayList<>();
    private List<String> columns = List.of();

    /**
     * Creates the file, or empties it.
     *
     * @param file the CSV file to write
     * @throws UncheckedIOException if it cannot be written
     */
    public DetectionTableWriter(Path file) {
        this.file = file;
        try {
            csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void begin(List<String> names) {
        columns = names;
        line.clear();
        line.add("timestamp");
        line.addAll(names);
        line.addAll(List.of("anomaly_score", "alarm", "severity", "column", "expected", "evidence", "since"));
        Stream.of(Evidence.values()).map(Evidence::label).forEach(line::add);
        csv.writeRecord(line);
    }

    @Override
    public void judged(TableRow row, Detection detection, Score score) {
        start(row);
        line.add(Double.toString(detection.score()));
        line.add(detection.alarm() ? "1" : "0");
        line.add(detection.severity().name());
        line.add(columns.get(detection.column()));
        line.add(number(score.expected()));
        line.add(detection.loudest().label());
        line.add(detection.sinceMs() == 0 ? "" : TimestampText.format(detection.sinceMs()));
        for (Evidence kind : Evidence.values()) {
            line.add(String.format(Locale.ROOT, "%.3f", detection.share(kind)));
        }
        csv.writeRecord(line);
    }

    @Override
    public void skipped(TableRow row) {
        start(row);
        line.addAll(List.of("0.0", "0", "INFO", "", "", "", ""));
        Stream.of(Evidence.values()).forEach(kind -> line.add(""));
        csv.writeRecord(line);
    }

    private void start(TableRow row) {
        line.clear();
        line.add(row.timestampText());
        for (int c = 0; c < columns.size(); c++) {
            line.add(number(row.value(c)));
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    @Override
    public void close() {
        try {
            csv.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
