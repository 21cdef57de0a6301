package io.gatecast.streams.replay;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.streams.encode.OutputSerdes;
import io.gatecast.streams.table.TimestampText;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts as a file. One whose name ends in {@code .jsonl} has a JSON object per forecast, with all fields of the record; any
 * other is CSV with a row per step ahead: {@code key,target,timestamp,issued_at_index,revision,step,mean} and a column per
 * quantile level, such as {@code q0.025}. Numbers read back to the same bits.
 */
public abstract sealed class ForecastFile implements Closeable {
    private long forecasts;

    /**
     * Creates a file, or empties it.
     *
     * @param file the file
     * @return the open file
     * @throws UncheckedIOException if it cannot be written
     */
    public static ForecastFile create(Path file) {
        try {
            Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            return file.getFileName().toString().endsWith(".jsonl") ? new Lines(writer) : new Table(writer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Writes a forecast.
     *
     * @param forecast the forecast
     * @throws IOException if the file cannot be written
     */
    public final void write(Forecast forecast) throws IOException {
        append(forecast);
        forecasts++;
    }

    /**
     * Number of forecasts written.
     *
     * @return forecasts
     */
    public final long forecasts() {
        return forecasts;
    }

    abstract void append(Forecast forecast) throws IOException;

    private static final class Lines extends ForecastFile {
        private final Writer writer;

        Lines(Writer writer) {
            this.writer = writer;
        }

        @Override
        void append(Forecast forecast) throws IOException {
            writer.write(new String(OutputSerdes.json(forecast), StandardCharsets.UTF_8));
            writer.write('\n');
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    private static final class Table extends ForecastFile {
        private final CsvWriter writer;
        private Optional<List<Double>> levels = Optional.empty();

        Table(Writer writer) {
            this.writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
        }

        @Override
        void append(Forecast forecast) throws IOException {
            if (levels.isEmpty()) {
                levels = Optional.of(forecast.getLevels());
                List<String> header = new ArrayList<>(
                        List.of("key", "target", "timestamp", "issued_at_index", "revision", "step", "mean"));
                forecast.getLevels().forEach(level -> header.add("q" + level));
                writer.writeRecord(header);
            }
            if (!levels.get().equals(forecast.getLevels())) {
                throw new IOException("a table has one set of quantile levels, the models have " + levels.get()
                        + " and " + forecast.getLevels() + "; write a .jsonl file");
            }
            int ahead = 0;
            for (ForecastStep step : forecast.getSteps()) {
                List<String> row = new ArrayList<>(List.of(
                        forecast.getKey(),
                        forecast.getTarget(),
                        TimestampText.format(forecast.getIssuedAtMs()),
                        Long.toString(forecast.getStepCount() - 1),
                        Integer.toString(forecast.getRevision()),
                        Integer.toString(++ahead),
                        Double.toString(step.getMean())));
                step.getQuantiles().forEach(quantile -> row.add(Double.toString(quantile)));
                writer.writeRecord(row);
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
