package io.gatecast.streams.backtest;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.table.SampleLimit;
import io.gatecast.streams.table.SeriesCollector;
import io.gatecast.streams.table.SeriesTable;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.table.TableRow;
import io.gatecast.streams.table.TableRows;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** A CSV file, read anew each time, so that only a horizon of rows per series is in memory. */
public final class FileInput implements BacktestInput {
    private final Path file;
    private final TableFormat format;
    private final SeriesColumns roles;
    private final int horizon;
    private final long rowsPerSeries;
    private final SampleLimit limit;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final List<String> columns;
    private Optional<String> note = Optional.empty();

    /**
     * Reads a file once, to check it and to count its rows.
     *
     * @param file a CSV file
     * @param format what its columns mean
     * @param roles what the columns are good for; empty if there is one value column alone
     * @param horizon number of steps ahead for which known columns are wanted
     * @param rowsPerSeries number of first rows used of every series
     * @param limit how much may be kept to learn from
     * @throws TableFormatException if a line is malformed or there is none
     */
    public FileInput(
            Path file,
            TableFormat format,
            Optional<SeriesColumns> roles,
            int horizon,
            long rowsPerSeries,
            SampleLimit limit) {
        this.file = file;
        this.format = format;
        this.horizon = horizon;
        this.rowsPerSeries = rowsPerSeries;
        this.limit = limit;
        try (SeriesTable table = SeriesTable.open(file, format)) {
            columns = table.columns();
            TableRows ready = new TableRows(table, format.further().known().size(), horizon, true);
            while (ready.next()) {
                rows.merge(ready.key(), 1L, (sum, one) -> Math.min(rowsPerSeries, sum + one));
            }
            note = table.leftOut();
        }
        if (rows.isEmpty()) {
            throw new TableFormatException(file + ": at least one row is required, there is only the header");
        }
        this.roles = roles.orElseGet(() -> SeriesColumns.ofValues(columns));
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Long> rows() {
        return Collections.unmodifiableMap(rows);
    }

    @Override
    public void forEach(Consumer<BacktestRow> visitor) {
        Map<String, long[]> seen = new LinkedHashMap<>();
        try (SeriesTable table = SeriesTable.open(file, format)) {
            TableRows ready = new TableRows(table, format.further().known().size(), horizon, true);
            while (ready.next()) {
                if (seen.computeIfAbsent(ready.key(), key -> new long[1])[0]++ < rowsPerSeries) {
                    visitor.accept(new FileRow(ready.key(), ready.row()));
                }
            }
        }
    }

    @Override
    public List<TrainingSeries> first(ToLongFunction<String> wanted) {
        long most = rows.keySet().stream().mapToLong(wanted).max().orElse(0);
        return FirstRows.of(SeriesCollector.read(file, format, most, limit).series(), wanted, roles);
    }

    @Override
    public Optional<String> note() {
        return note;
    }

    private record FileRow(String key, TableRow row) implements BacktestRow {
        @Override
        public long timestampMs() {
            return row.timestampMs();
        }

        @Override
        public double value(int column) {
            return row.value(column);
        }

        @Override
        public Observation observation(ModelSpec model) {
            return row.observation(key, model.roles().statics());
        }
    }
}
