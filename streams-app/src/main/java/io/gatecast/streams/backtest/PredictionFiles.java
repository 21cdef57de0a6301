package io.gatecast.streams.backtest;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gatecast.core.backtest.BacktestSettings;
import io.gatecast.core.backtest.OriginListener;
import io.gatecast.core.backtest.Prediction;
import io.gatecast.streams.table.TimestampText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what every contender forecast to a CSV file of its own, in the columns of {@code forecast}. */
public final class PredictionFiles implements OriginListener, Closeable {
    private final List<CsvWriter> files = new ArrayList<>();
    private final BacktestSettings settings;

    /**
     * Creates the files, or empties them.
     *
     * @param folder folder for the files, made if it is missing
     * @param names names of the contenders
     * @param settings horizon and levels
     * @throws IOException if a file cannot be written
     */
    public PredictionFiles(Path folder, List<String> names, BacktestSettings settings) throws IOException {
        this.settings = settings;
        Files.createDirectories(folder);
        List<String> header = new ArrayList<>(List.of("key", "timestamp", "issued_at_index", "step", "mean"));
        settings.levels().forEach(level -> header.add("q" + level));
        for (String name : names) {
            CsvWriter file = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(folder.resolve(name + ".csv"));
            files.add(file);
            file.writeRecord(header);
        }
    }

    @Override
    public void origin(String key, long row, long issuedAtMs, List<Prediction> predictions) {
        String time = TimestampText.format(issuedAtMs);
        for (int c = 0; c < files.size(); c++) {
            Prediction prediction = predictions.get(c);
            for (int step = 1; step <= settings.horizon(); step++) {
                List<String> record = new ArrayList<>(List.of(
                        key,
                        time,
                        Long.toString(row),
                        Integer.toString(step),
                        Double.toString(prediction.point(step))));
                for (int level = 0; level < settings.levels().size(); level++) {
                    record.add(Double.toString(prediction.quantile(level, step)));
                }
                files.get(c).writeRecord(record);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (CsvWriter file : files) {
            file.close();
        }
    }
}
