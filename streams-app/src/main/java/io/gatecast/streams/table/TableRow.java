package io.gatecast.streams.table;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.StaticColumn;
import java.util.List;

/** One row of one series, with what later rows tell of the columns whose future is known. */
public final class TableRow {
    private final long index;
    private final long timestampMs;
    private final String timestampText;
    private final double[] values;
    private final double[] known;
    private final List<String> statics;
    private double[][] ahead;

    TableRow(
            long index, long timestampMs, String timestampText, double[] values, double[] known, List<String> statics) {
        this.index = index;
        this.timestampMs = timestampMs;
        this.timestampText = timestampText;
        this.values = values;
        this.known = known;
        this.statics = statics;
        ahead = new double[known.length][0];
    }

    /**
     * Number of the row within its series.
     *
     * @return index from 0
     */
    public long index() {
        return index;
    }

    /**
     * Event time.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * Event time as the table has it.
     *
     * @return text
     */
    public String timestampText() {
        return timestampText;
    }

    /**
     * One value.
     *
     * @param column index among the value columns
     * @return the value, {@link Double#NaN} if missing
     */
    public double value(int column) {
        return values[column];
    }

    /**
     * Text of the static columns.
     *
     * @return text, empty where missing
     */
    public List<String> statics() {
        return statics;
    }

    /**
     * The observation.
     *
     * @param key name of the series, for messages
     * @param columns the static columns
     * @return event time, values and what is known of now and the steps ahead
     * @throws TableFormatException if a static text has no code
     */
    public Observation observation(String key, List<StaticColumn> columns) {
        double[] codes = new double[columns.size()];
        for (int c = 0; c < codes.length; c++) {
            try {
                codes[c] = columns.get(c).code(statics.get(c));
            } catch (IllegalArgumentException e) {
                throw new TableFormatException("series %s, row %d: %s".formatted(key, index, e.getMessage()), e);
            }
        }
        return observation(codes);
    }

    /**
     * The observation.
     *
     * @param staticCodes a code per static column
     * @return event time, values and what is known of now and the steps ahead
     */
    public Observation observation(double... staticCodes) {
        return new Observation(timestampMs, values, ahead, staticCodes);
    }

    boolean hasValue() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    int knownColumns() {
        return known.length;
    }

    double known(int column) {
        return known[column];
    }

    void setAhead(double[][] valuesAhead) {
        ahead = valuesAhead;
    }
}
