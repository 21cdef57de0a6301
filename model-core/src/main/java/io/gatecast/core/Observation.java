package io.gatecast.core;

import java.util.Arrays;

/** What one series reported at one time: a value per column, in the source's own units. */
public final class Observation {
    /** Largest magnitude of a value accepted, so that no later sum can overflow. */
    public static final double MAX_MAGNITUDE = 1e30;

    private final long timestampMs;
    private final double[] values;

    /**
     * Creates an observation.
     *
     * @param timestampMs event time, milliseconds since 1970-01-01T00:00:00Z, at least 0
     * @param values one value per column, {@link Double#NaN} where missing; copied
     * @throws IllegalArgumentException if the time is negative, there is no column, or a value is infinite or larger
     *     than {@value #MAX_MAGNITUDE}
     */
    public Observation(long timestampMs, double... values) {
        if (timestampMs < 0) {
            throw new IllegalArgumentException("event time must not be negative, was " + timestampMs + " ms");
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("an observation needs at least one value, got none");
        }
        for (int c = 0; c < values.length; c++) {
            if (Math.abs(values[c]) > MAX_MAGNITUDE) {
                throw new IllegalArgumentException("value " + c + " must be missing or between -" + MAX_MAGNITUDE
                        + " and " + MAX_MAGNITUDE + ", was " + values[c]);
            }
        }
        this.timestampMs = timestampMs;
        this.values = values.clone();
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Observation o && timestampMs == o.timestampMs && Arrays.equals(values, o.values);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(timestampMs) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Observation[timestampMs=" + timestampMs + ", values=" + Arrays.toString(values) + "]";
    }
}
