package io.gatecast.core;

/**
 * An observation judged by the forecast issued one step before it was seen.
 *
 * <p>The forecaster that filled it overwrites it with its next step.
 */
public final class Score {
    private boolean present;
    private double observed;
    private double expected;
    private double probability;
    private double lower;
    private double upper;

    Score() {}

    void absent() {
        present = false;
        observed = Double.NaN;
        expected = Double.NaN;
        probability = Double.NaN;
        lower = Double.NaN;
        upper = Double.NaN;
    }

    void setBand(double lowest, double highest) {
        lower = lowest;
        upper = highest;
    }

    void set(double observedValue, double expectedValue, double cumulativeProbability) {
        present = true;
        observed = observedValue;
        expected = expectedValue;
        probability = cumulativeProbability;
    }

    /**
     * Whether there is a score: not at a series' first observation, nor where the target is missing.
     *
     * @return true if the other figures are meaningful
     */
    public boolean present() {
        return present;
    }

    /**
     * The observed value.
     *
     * @return value in the source's units
     */
    public double observed() {
        return observed;
    }

    /**
     * The point forecast for it.
     *
     * @return value in the source's units
     */
    public double expected() {
        return expected;
    }

    /**
     * Lower end of the widest band of the forecast, known where an alarm was raised.
     *
     * @return value in the source's units; NaN otherwise
     */
    public double lower() {
        return lower;
    }

    /**
     * Upper end of the widest band of the forecast, known where an alarm was raised.
     *
     * @return value in the source's units; NaN otherwise
     */
    public double upper() {
        return upper;
    }

    /**
     * Observed less forecast.
     *
     * @return residual in the source's units
     */
    public double residual() {
        return observed - expected;
    }

    /**
     * Where the observation fell in the forecast distribution (probability integral transform), interpolated between the
     * levels; beyond the outermost level, half of the tail.
     *
     * @return probability in (0, 1), uniform if the forecasts are calibrated
     */
    public double probability() {
        return probability;
    }
}
