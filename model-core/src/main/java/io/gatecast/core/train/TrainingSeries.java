package io.gatecast.core.train;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ColumnRoles;
import java.util.List;

/** One series to learn from. The arrays are not copied: a topic's history may be large. */
public final class TrainingSeries {
    private final String key;
    private final long[] timestampsMs;
    private final double[][] values;
    private final double[][] known;
    private final List<String> statics;
    private final SeriesColumns columns;
    private final int rows;

    /**
     * Wraps a series of value columns.
     *
     * @param key key of the series
     * @param timestampsMs event times [rows], ascending
     * @param values values [column][row], {@link Double#NaN} where missing; the first column is the target
     * @param columns names of the columns
     * @throws IllegalArgumentException if lengths differ, there is no column, times are negative or do not ascend, or a
     *     value is one that no {@link Observation} can hold
     */
    public TrainingSeries(String key, long[] timestampsMs, double[][] values, List<String> columns) {
        this(key, timestampsMs, values, new double[0][], List.of(), SeriesColumns.ofValues(columns));
    }

    /**
     * Wraps a series. If it has known columns, rows after the last one with a value in a value column only tell what is known
     * of the future.
     *
     * @param key key of the series
     * @param timestampsMs event times [rows], ascending
     * @param values values [column][row], {@link Double#NaN} where missing; targets first
     * @param known values of the known columns [column][row], {@link Double#NaN} where unknown
     * @param statics text of the static columns, empty where missing
     * @param columns names of all columns
     * @throws IllegalArgumentException if lengths differ, there is no target, times are negative or do not ascend, or a
     *     value is one that no {@link Observation} can hold
     */
    public TrainingSeries(
            String key,
            long[] timestampsMs,
            double[][] values,
            double[][] known,
            List<String> statics,
            SeriesColumns columns) {
        requireColumns(key, "value", columns.values(), values, timestampsMs.length);
        requireColumns(key, "known", columns.known(), known, timestampsMs.length);
        if (statics.size() != columns.statics().size()) {
            throw new IllegalArgumentException("series " + key + ": expected a text for each of the static columns "
                    + columns.statics() + ", found " + statics.size());
        }
        requireAscending(key, timestampsMs);
        this.key = key;
        this.timestampsMs = timestampsMs;
        this.values = values;
        this.known = known;
        this.statics = List.copyOf(statics);
        this.columns = columns;
        rows = known.length == 0 ? timestampsMs.length : observedRows();
    }

    private static void requireColumns(String key, String kind, List<String> names, double[][] columns, int rows) {
        if (columns.length != names.size()) {
            throw new IllegalArgumentException("series " + key + ": expected as many " + kind
                    + " columns as names, found " + columns.length + " columns and names " + names);
        }
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].length != rows) {
                throw new IllegalArgumentException("series " + key + ", column " + names.get(c) + ": expected " + rows
                        + " values, found " + columns[c].length);
            }
            for (int row = 0; row < rows; row++) {
                if (Math.abs(columns[c][row]) > Observation.MAX_MAGNITUDE) {
                    throw new IllegalArgumentException("series " + key + ", column " + names.get(c)
                            + ": values must be missing or between -" + Observation.MAX_MAGNITUDE + " and "
                            + Observation.MAX_MAGNITUDE + ", row " + row + " is " + columns[c][row]);
                }
            }
        }
    }

    private static void requireAscending(String key, long[] timestampsMs) {
        if (timestampsMs.length > 0 && timestampsMs[0] < 0) {
            throw new IllegalArgumentException(
                    "series " + key + ": event time must not be negative, was " + timestampsMs[0] + " ms in row 0");
        }
        for (int row = 1; row < timestampsMs.length; row++) {
            if (timestampsMs[row] <= timestampsMs[row - 1]) {
                throw new IllegalArgumentException("series " + key + ": event times must ascend, row " + row
                        + " is at or before row " + (row - 1));
            }
        }
    }

    private int observedRows() {
        for (int row = timestampsMs.length; row > 0; row--) {
            for (double[] column : values) {
                if (!Double.isNaN(column[row - 1])) {
                    return row;
                }
            }
        }
        return 0;
    }

    /**
     * Key of the series.
     *
     * @return key
     */
    public String key() {
        return key;
    }

    /**
     * Number of observations.
     *
     * @return rows, without those that only tell the future
     */
    public int rows() {
        return rows;
    }

    /**
     * Names of the value columns, targets first.
     *
     * @return names
     */
    public List<String> columns() {
        return columns.values();
    }

    /**
     * Names of all columns by role.
     *
     * @return names
     */
    public SeriesColumns roles() {
        return columns;
    }

    /**
     * Event time of an observation.
     *
     * @param row index
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long timestampMs(int row) {
        return timestampsMs[row];
    }

    /**
     * One value.
     *
     * @param column column index
     * @param row row index
     * @return the value, {@link Double#NaN} if missing
     */
    public double value(int column, int row) {
        return values[column][row];
    }

    /**
     * One value of a known column.
     *
     * @param column index of the known column
     * @param row row index, which may lie after the last observation
     * @return the value, {@link Double#NaN} if unknown
     */
    public double known(int column, int row) {
        return row < timestampsMs.length ? known[column][row] : Double.NaN;
    }

    /** Number of rows for which something may be known, at least {@link #rows()}. */
    int knownRows() {
        return timestampsMs.length;
    }

    /**
     * The text of a static column.
     *
     * @param column index of the static column
     * @return text, empty if missing
     */
    public String staticText(int column) {
        return statics.get(column);
    }

    /**
     * The codes of the static columns.
     *
     * @param roles a model's static columns, those of this series
     * @return a code per column, {@link Double#NaN} where missing
     */
    public double[] staticCodes(ColumnRoles roles) {
        double[] codes = new double[statics.size()];
        for (int c = 0; c < codes.length; c++) {
            codes[c] = roles.statics().get(c).code(statics.get(c));
        }
        return codes;
    }

    /**
     * What a forecaster is given at a row.
     *
     * @param row row index
     * @param horizon number of steps ahead that known columns are wanted for
     * @param staticCodes codes of the static columns
     * @return values, what is known of now and the steps ahead, and the codes
     */
    public Observation observation(int row, int horizon, double... staticCodes) {
        double[] now = new double[values.length];
        for (int c = 0; c < now.length; c++) {
            now[c] = values[c][row];
        }
        double[][] ahead = new double[known.length][horizon + 1];
        for (int c = 0; c < known.length; c++) {
            for (int k = 0; k <= horizon; k++) {
                ahead[c][k] = known(c, row + k);
            }
        }
        return new Observation(timestampsMs[row], now, ahead, staticCodes);
    }
}
