package io.gatecast.streams.table;

import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainingSeries;
import java.util.Arrays;
import java.util.List;

/** The observations of one series in order of time, in growing arrays of primitives. */
public final class SeriesHistory {
    private static final int INITIAL_CAPACITY = 16;

    private final String key;
    private long[] timestampsMs = new long[INITIAL_CAPACITY];
    private final double[][] values;
    private final double[][] known;
    private final String[] statics;
    private int rows;
    private long dropped;

    /**
     * Creates an empty history of value columns.
     *
     * @param key name of the series
     * @param columns number of values per observation
     */
    public SeriesHistory(String key, int columns) {
        this(key, new RowShape(columns, 0, 0));
    }

    /**
     * Creates an empty history.
     *
     * @param key name of the series
     * @param shape what an observation consists of
     */
    public SeriesHistory(String key, RowShape shape) {
        this.key = key;
        values = new double[shape.values()][INITIAL_CAPACITY];
        known = new double[shape.known()][INITIAL_CAPACITY];
        statics = new String[shape.statics()];
        Arrays.fill(statics, "");
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
     * Number of observations there have been, those dropped included.
     *
     * @return rows ever added
     */
    public long added() {
        return dropped + rows;
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
            setCapacity(Math.max(INITIAL_CAPACITY, Math.addExact(rows, rows / 2)));
        }
        timestampsMs[rows] = timestampMs;
        for (double[] column : values) {
            column[rows] = Double.NaN;
        }
        for (double[] column : known) {
            column[rows] = Double.NaN;
        }
        return rows++;
    }

    private void setCapacity(int capacity) {
        timestampsMs = Arrays.copyOf(timestampsMs, capacity);
        for (double[][] columns : List.of(values, known)) {
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOf(columns[c], capacity);
            }
        }
    }

    /** Drops the oldest observations, so that at most so many are left. */
    void keepLatest(int most) {
        int excess = rows - most;
        if (excess <= 0) {
            return;
        }
        timestampsMs = Arrays.copyOfRange(timestampsMs, excess, rows);
        for (double[][] columns : List.of(values, known)) {
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOfRange(columns[c], excess, rows);
            }
        }
        rows = most;
        dropped += excess;
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
     * Sets a value of a known column.
     *
     * @param column index of the known column
     * @param row row of the observation
     * @param value the value, {@link Double#NaN} if unknown
     */
    public void setKnown(int column, int row, double value) {
        known[column][row] = value;
    }

    /**
     * Sets the text of a static column; the latest holds for the whole series.
     *
     * @param column index of the static column
     * @param text text, empty if missing, which changes nothing
     */
    public void setStatic(int column, String text) {
        if (!text.isEmpty()) {
            statics[column] = text;
        }
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
     * @return one element per row; the history's own array, not a copy, because histories may be large
     */
    public long[] timestampsMs() {
        trim();
        return timestampsMs;
    }

    /**
     * All values.
     *
     * @return values [column][row]; the history's own arrays
     */
    public double[][] values() {
        trim();
        return values;
    }

    /**
     * All values of the known columns.
     *
     * @return values [column][row]; the history's own arrays
     */
    public double[][] known() {
        trim();
        return known;
    }

    /**
     * Text of the static columns.
     *
     * @return text, empty where missing
     */
    public List<String> statics() {
        return List.of(statics);
    }

    /**
     * The history as training takes it.
     *
     * @param columns names of its columns by role
     * @return a series of the history's own arrays
     */
    public TrainingSeries forTraining(SeriesColumns columns) {
        return new TrainingSeries(key, timestampsMs(), values(), known(), statics(), columns);
    }

    private void trim() {
        if (timestampsMs.length != rows) {
            setCapacity(rows);
        }
    }
}
