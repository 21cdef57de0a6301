package io.gatecast.core;

import java.util.Arrays;

/**
 * What one series reported at one time: a value per value column; the values of each known column now and at the steps ahead;
 * and a code per static column.
 */
public final class Observation {
    /** Largest magnitude of a value accepted, so that no later sum can overflow. */
    public static final double MAX_MAGNITUDE = 1e30;

    private final long timestampMs;
    private final double[] values;
    private final double[][] known;
    private final double[] statics;

    /**
     * Creates an observation of value columns alone.
     *
     * @param timestampMs event time, milliseconds since 1970-01-01T00:00:00Z, at least 0
     * @param values one value per column, {@link Double#NaN} where missing; copied
     * @throws IllegalArgumentException if the time is negative, there is no column, or a value is infinite or larger
     *     than {@value #MAX_MAGNITUDE}
     */
    public Observation(long timestampMs, double... values) {
        this(timestampMs, values, new double[0][], new double[0]);
    }

    /**
     * Creates an observation.
     *
     * @param timestampMs event time, milliseconds since 1970-01-01T00:00:00Z, at least 0
     * @param values one value per value column, {@link Double#NaN} where missing; copied
     * @param known per known column its values now and 1, 2, … steps ahead, {@link Double#NaN} where unknown, as many as are
     *     known; copied
     * @param statics per static column its code, {@link Double#NaN} where missing; copied
     * @throws IllegalArgumentException if the time is negative, there is no value column, or a number is infinite or
     *     larger than {@value #MAX_MAGNITUDE}
     */
    public Observation(long timestampMs, double[] values, double[][] known, double[] statics) {
        if (timestampMs < 0) {
            throw new IllegalArgumentException("event time must not be negative, was " + timestampMs + " ms");
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("an observation needs at least one value, got none");
        }
        requireInRange("value", values);
        requireInRange("static value", statics);
        this.timestampMs = timestampMs;
        this.values = values.clone();
        this.known = new double[known.length][];
        for (int j = 0; j < known.length; j++) {
            requireInRange("value of known column " + j + " at step", known[j]);
            this.known[j] = known[j].clone();
        }
        this.statics = statics.clone();
    }

    private static void requireInRange(String what, double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(numbers[i]) > MAX_MAGNITUDE) {
                throw new IllegalArgumentException(what + " " + i + " must be missing or between -" + MAX_MAGNITUDE
                        + " and " + MAX_MAGNITUDE + ", was " + numbers[i]);
            }
        }
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
     * Number of value columns.
     *
     * @return columns
     */
    public int columns() {
        return values.length;
    }

    /**
     * One value.
     *
     * @param column column index
     * @return the value, {@link Double#NaN} if missing
     */
    public double value(int column) {
        return values[column];
    }

    /**
     * Number of known columns.
     *
     * @return columns
     */
    public int knownColumns() {
        return known.length;
    }

    /**
     * Number of values a known column has, that of now included.
     *
     * @param column index of the known column
     * @return values
     */
    public int knownSteps(int column) {
        return known[column].length;
    }

    /**
     * A value of a known column.
     *
     * @param column index of the known column
     * @param ahead 0 for now, otherwise the step ahead
     * @return the value, {@link Double#NaN} if unknown
     */
    public double known(int column, int ahead) {
        return ahead < known[column].length ? known[column][ahead] : Double.NaN;
    }

    /**
     * Number of static columns.
     *
     * @return columns
     */
    public int staticColumns() {
        return statics.length;
    }

    /**
     * The code of a static column.
     *
     * @param column index of the static column
     * @return the code, {@link Double#NaN} if missing
     */
    public double staticCode(int column) {
        return statics[column];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Observation o
                && timestampMs == o.timestampMs
                && Arrays.equals(values, o.values)
                && Arrays.deepEquals(known, o.known)
                && Arrays.equals(statics, o.statics);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * Long.hashCode(timestampMs) + Arrays.hashCode(values)) + Arrays.deepHashCode(known))
                + Arrays.hashCode(statics);
    }

    @Override
    public String toString() {
        return "Observation[timestampMs=" + timestampMs + ", values=" + Arrays.toString(values)
                + (known.length == 0 ? "" : ", known=" + Arrays.deepToString(known))
                + (statics.length == 0 ? "" : ", statics=" + Arrays.toString(statics)) + "]";
    }
}
