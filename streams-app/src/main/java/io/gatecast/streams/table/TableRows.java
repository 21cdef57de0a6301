package io.gatecast.streams.table;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of a table in the order of the file, each as soon as the rows that tell its future have come; see {@link Lookahead}.
 * At most the horizon's rows per series are in memory, and those without a value after them.
 */
public final class TableRows {
    private final SeriesTable table;
    private final int knownColumns;
    private final int horizon;
    private final boolean ascending;
    private final Map<String, Series> series = new LinkedHashMap<>();
    private Series current;
    private TableRow row;
    private Iterator<Series> rest;

    /**
     * Starts before the first row.
     *
     * @param table the table; closed by the caller
     * @param knownColumns number of known columns in its format
     * @param horizon number of steps ahead for which known columns are wanted
     * @param ascending whether to leave out rows that are not later than the one before in their series
     */
    public TableRows(SeriesTable table, int knownColumns, int horizon, boolean ascending) {
        this.table = table;
        this.knownColumns = knownColumns;
        this.horizon = horizon;
        this.ascending = ascending;
    }

    /**
     * Moves to the next row.
     *
     * @return false if there is none
     * @throws TableFormatException if a line is malformed
     */
    public boolean next() {
        while (true) {
            if (current != null) {
                var ready = current.lookahead.poll(rest != null);
                if (ready.isPresent()) {
                    row = ready.get();
                    return true;
                }
            }
            if (rest == null && table.next()) {
                read();
            } else {
                rest = rest == null ? series.values().iterator() : rest;
                if (!rest.hasNext()) {
                    return false;
                }
                current = rest.next();
            }
        }
    }

    private void read() {
        current = series.computeIfAbsent(table.key(), key -> new Series(key, new Lookahead(knownColumns, horizon)));
        current.rows++;
        if (!ascending || table.isAfter(current.latestMs)) {
            current.latestMs = table.timestampMs();
            current.lookahead.add(table.row(current.rows - 1));
        }
    }

    /**
     * Name of the series of the current row.
     *
     * @return key
     */
    public String key() {
        return current.key;
    }

    /**
     * The current row.
     *
     * @return row with what is known of its future
     */
    public TableRow row() {
        return row;
    }

    /** Where one series stands. */
    private static final class Series {
        private final String key;
        private final Lookahead lookahead;
        private long rows;
        private long latestMs = -1;

        Series(String key, Lookahead lookahead) {
            this.key = key;
            this.lookahead = lookahead;
        }
    }
}
