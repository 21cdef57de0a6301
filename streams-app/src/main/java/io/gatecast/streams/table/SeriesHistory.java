package io.gatecast.streams.table;

import java.util.Arrays;

/** The observations of one series in order of time, in growing arrays of primitives. */
public final class SeriesHistory {
    private static final int INITIAL_CAPACITY = 64;

    private final String key;
    private long[] timestampsMs = new long[INITIAL_CAPACITY];
    private final double[][] values;
    private int rows;

    /**
     * Creates an empty history.
     *
     * @param key name of the series
     * @param columns number of values per observation
     */
    public SeriesHistory(String key, int columns) {
        this.key = key;
        values = new double[columns][INITIAL_CAPACITY];
    }

    /**
     * Name of the series.
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
        return rows;
    }

    /**
     * Number of values per observation.
     *
     * @return columns
     */
    public int columns() {
        return values.length;
    }

    /**
     * Latest event time.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z; -1 = there is no observation
     */
    public long lastTimestampMs() {
        return rows == 0 ? -1 : timestampsMs[rows - 1];
    }

    /**
     * Adds an observation; {@link #set} gives it its values.
     *
     * @param timestampMs event time, later than all before
     * @return row of the observation, whose values are missing so far
     */
    public int add(long timestampMs) {
        assert timestampMs > lastTimestampMs();
        if (rows == timestampsMs.length) {
            int capacity = Math.multiplyExact(rows, 2);
            timestampsMs = Arrays.copyOf(timestampsMs, capacity);
            for (int c = 0; c < values.length; c++) {
                values[c] = Arrays.copyOf(values[c], capacity);
            }
        }
        timestampsMs[rows] = timestampMs;
        for (double[] column : values) {
            column[rows] = Double.NaN;
        }
        return rows++;
    }

    /**
     * Sets a value.
     *
     * @param column index of the value column
     * @param row row of the observation
     * @param value the value, {@link Double#NaN} if missing
     */
    public void set(int column, int row, double value) {
        values[column][row] = value;
    }

    /**
     * Event time of an observation.
     *
     * @param row row of the observation
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long timestampMs(int row) {
        return timestampsMs[row];
    }

    /**
     * A value of an observation.
     *
     * @param column index of the value column
     * @param row row of the observation
     * @return the value, {@link Double#NaN} if missing
     */
    public double value(int column, int row) {
        return values[column][row];
    }

    /**
     * The observations up to some time.
     *
     * @param lastMs latest event time wanted
     * @return a copy without those after it
     */
    public SeriesHistory until(long lastMs) {
        int end = Arrays.binarySearch(timestampsMs, 0, rows, lastMs);
        SeriesHistory part = new SeriesHistory(key, values.length);
        part.rows = end >= 0 ? end + 1 : -end - 1;
        part.timestampsMs = Arrays.copyOf(timestampsMs, Math.max(part.rows, INITIAL_CAPACITY));
        for (int c = 0; c < values.length; c++) {
            part.values[c] = Arrays.copyOf(values[c], part.timestampsMs.length);
        }
        return part;
    }

    /**
     * All event times.
     *
     * @return a copy, one element per row
     */
    public long[] timestampsMs() {
        return Arrays.copyOf(timestampsMs, rows);
    }

    /**
     * All values.
     *
     * @return a copy, [column][row]
     */
    public double[][] values() {
        double[][] copy = new double[values.length][];
        for (int c = 0; c < values.length; c++) {
            copy[c] = Arrays.copyOf(values[c], rows);
        }
        return copy;
    }
}
