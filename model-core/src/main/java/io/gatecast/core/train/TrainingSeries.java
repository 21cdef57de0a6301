package io.gatecast.core.train;

import io.gatecast.core.Observation;
import java.util.List;

/** One series to learn from. The arrays are not copied: a topic's history may be large. */
public final class TrainingSeries {
    private final String key;
    private final long[] timestampsMs;
    private final double[][] values;
    private final List<String> columns;

    /**
     * Wraps a series.
     *
     * @param key key of the series
     * @param timestampsMs event times [rows], ascending
     * @param values values [column][row], {@link Double#NaN} where missing; the first column is the target
     * @param columns names of the columns
     * @throws IllegalArgumentException if lengths differ, there is no column, times are negative or do not ascend, or a
     *     value is one that no {@link Observation} can hold
     */
    public TrainingSeries(String key, long[] timestampsMs, double[][] values, List<String> columns) {
        if (values.length == 0 || values.length != columns.size()) {
            throw new IllegalArgumentException("series " + key + ": expected values of at least one column and as many"
                    + " names, found " + values.length + " columns and names " + columns);
        }
        for (int c = 0; c < values.length; c++) {
            if (values[c].length != timestampsMs.length) {
                throw new IllegalArgumentException("series " + key + ", column " + columns.get(c) + ": expected "
                        + timestampsMs.length + " values, found " + values[c].length);
            }
            for (int row = 0; row < values[c].length; row++) {
                if (Math.abs(values[c][row]) > Observation.MAX_MAGNITUDE) {
                    throw new IllegalArgumentException("series " + key + ", column " + columns.get(c)
                            + ": values must be missing or between -" + Observation.MAX_MAGNITUDE + " and "
                            + Observation.MAX_MAGNITUDE + ", row " + row + " is " + values[c][row]);
                }
            }
        }
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
        this.key = key;
        this.timestampsMs = timestampsMs;
        this.values = values;
        this.columns = List.copyOf(columns);
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
     * @return rows
     */
    public int rows() {
        return timestampsMs.length;
    }

    /**
     * Names of the value columns, the target first.
     *
     * @return names
     */
    public List<String> columns() {
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
}
