package io.gatecast.core.anomaly;

import java.util.Locale;

/**
 * What can speak for an anomaly. Each kind is the mean of −log10 of the tail probabilities of one or more statistics; the last three make
 * an alarm by themselves.
 */
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
    RANGE(1.25),
    /** The same value more often in a row than chance has it; alarms by itself. */
    STUCK(0),
    /** No value for as many steps in a row as {@linkplain AlarmRules#silenceSteps() the rules} say; alarms by itself. */
    SILENCE(0),
    /** Forecasts off to one side for many rows, by little and growing; alarms by itself. */
    DRIFT(0);

    /** Evidence of a kind that makes an alarm by itself. */
    static final double CERTAIN = 2;

    /** Sum of the weights. */
    static final double TOGETHER = 4.75;

    private static final Evidence[] ALL = values();

    private final double weight;

    Evidence(double weight) {
        this.weight = weight;
    }

    /** Weight in the mean of those that are weighed together; 0 for one that counts by itself. */
    double weight() {
        return weight;
    }

    /** Weight beside the others: what counts by itself counts as much as all of them. */
    double share() {
        return weight > 0 ? weight : TOGETHER;
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
