package io.gatecast.streams.table;

import io.gatecast.core.Forecast;
import io.gatecast.core.spec.ModelSpec;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes forecasts as CSV, one row per series, origin and step ahead: {@code key,timestamp,issued_at_index,step,mean}
 * and one column per quantile level, such as {@code q0.025}. With several targets the second column is {@code target}. Numbers are written so that they read back to the same
 * bits.
 */
public final class ForecastTableWriter implements Closeable {
    private static final int BUFFER_CHARS = 1 << 16;

    private final Path file;
    private final Writer writer;
    private final StringBuilder buffer = new StringBuilder(BUFFER_CHARS + 4096);
    private final int levels;
    private final boolean namesTargets;
    private long rows;

    private ForecastTableWriter(Path file, Writer writer, ModelSpec model) {
        this.file = file;
        this.writer = writer;
        levels = model.levels().size();
        namesTargets = model.targets().size() > 1;
        buffer.append(namesTargets ? "key,target," : "key,").append("timestamp,issued_at_index,step,mean");
        model.levels().forEach(level -> buffer.append(",q").append(level));
        buffer.append('\n');
    }

    /**
     * Creates the file, or empties it.
     *
     * @param file the CSV file to write
     * @param model settings of the model whose forecasts are to come
     * @return the writer, with the header written
     * @throws UncheckedIOException if the file cannot be written
     */
    public static ForecastTableWriter create(Path file, ModelSpec model) {
        try {
            return new ForecastTableWriter(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8), model);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /**
     * Writes the first steps of a forecast.
     *
     * @param key name of the series
     * @param issuedAtIndex row of the last observation used among the series' rows, from 0
     * @param forecast the forecast
     * @param horizon number of steps to write, at most the forecast's
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(String key, long issuedAtIndex, Forecast forecast, int horizon) {
        String origin = quoted(key)
                + ','
                + (namesTargets ? quoted(forecast.target()) + ',' : "")
                + TimestampText.format(forecast.issuedAtMs())
                + ','
                + issuedAtIndex
                + ',';
        for (int step = 1; step <= horizon; step++) {
            buffer.append(origin).append(step).append(',').append(forecast.mean(step));
            for (int level = 0; level < levels; level++) {
                buffer.append(',').append(forecast.quantile(level, step));
            }
            buffer.append('\n');
            if (buffer.length() >= BUFFER_CHARS) {
                flush();
            }
        }
        rows += horizon;
    }

    /**
     * Number of rows written, without the header.
     *
     * @return rows
     */
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        try (writer) {
            flush();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private void flush() {
        try {
            writer.append(buffer);
            buffer.setLength(0);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static String quoted(String key) {
        boolean plain = key.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? key : '"' + key.replace("\"", "\"\"") + '"';
    }

    private static UncheckedIOException cannotWrite(Path file, IOException e) {
        return new UncheckedIOException("cannot write " + file, e);
    }
}
