package io.gatecast.core.anomaly;

import java.util.Locale;

/** What can speak for an anomaly. Each kind is the mean of −log10 of the tail probabilities of one or more statistics. */
public enum Evidence {
    /** Errors of forecasts made several steps ago, in units of what was expected of them. */
    FORECAST_ERROR(1.0),
    /** The same errors in the column's own unit. */
    VALUE_ERROR(1.0),
    /** Means of signed errors over the latest rows: a level that has shifted. */
    LEVEL_SHIFT(1.0),
    /** A pattern of latest values unlike those seen before, even if it was forecast. */
    NOVELTY(0.5),
    /** A value outside the range seen so far. */
    RANGE(1.25);

    private static final Evidence[] ALL = values();

    private final double weight;

    Evidence(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }

    /** How many kinds there are. */
    static int count() {
        return ALL.length;
    }

    static Evidence of(int ordinal) {
        return ALL[ordinal];
    }

    /**
     * Name as it is written to topics and files.
     *
     * @return such as {@code level-shift}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
