package io.gatecast.streams.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects observations that arrive interleaved into one history per series. */
public final class SeriesCollector {
    private final Map<String, SeriesHistory> histories = new LinkedHashMap<>();
    private final long rowsPerSeries;

    /**
     * Creates an empty collection.
     *
     * @param rowsPerSeries number of first observations kept of every series
     */
    public SeriesCollector(long rowsPerSeries) {
        this.rowsPerSeries = rowsPerSeries;
    }

    /**
     * Reads a whole table.
     *
     * @param file a CSV file
     * @param format what its columns mean
     * @param rowsPerSeries number of first observations kept of every series
     * @return collected series in the order of their first row, and the names of their columns
     * @throws TableFormatException if a line is malformed
     */
    public static Collected read(Path file, TableFormat format, long rowsPerSeries) {
        SeriesCollector collector = new SeriesCollector(rowsPerSeries);
        try (SeriesTable table = SeriesTable.open(file, format)) {
            List<String> columns = table.columns();
            while (table.next()) {
                collector.add(table, columns.size());
            }
            if (collector.histories.isEmpty()) {
                throw new TableFormatException(file + ": at least one row is required, there is only the header");
            }
            return new Collected(columns, collector.series(), table.leftOut());
        }
    }

    /**
     * Returns the history of a series.
     *
     * @param key name of the series
     * @param columns number of values per observation
     * @return its history so far, empty if the series is new
     */
    public SeriesHistory of(String key, int columns) {
        return histories.computeIfAbsent(key, name -> new SeriesHistory(name, columns));
    }

    /**
     * Whether a series takes more observations.
     *
     * @param history history of the series
     * @return false once the first rows asked for are there
     */
    public boolean wants(SeriesHistory history) {
        return history.rows() < rowsPerSeries;
    }

    /**
     * All series collected.
     *
     * @return histories in the order of first appearance
     */
    public List<SeriesHistory> series() {
        return new ArrayList<>(histories.values());
    }

    private void add(SeriesTable table, int columns) {
        SeriesHistory history = of(table.key(), columns);
        if (!wants(history) || !table.isAfter(history.lastTimestampMs())) {
            return;
        }
        int row = history.add(table.timestampMs());
        for (int c = 0; c < columns; c++) {
            history.set(c, row, table.value(c));
        }
    }

    /**
     * What was collected.
     *
     * @param columns names of the value columns
     * @param series one history per series
     * @param leftOut a note on observations that were not later than the one before; empty if there were none
     */
    public record Collected(List<String> columns, List<SeriesHistory> series, Optional<String> leftOut) {}
}
