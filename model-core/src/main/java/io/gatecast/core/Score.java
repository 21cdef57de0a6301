package io.gatecast.core;

import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;

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

    private final List<Double> levels;
    private final Transform transform;
    private final float[] quantiles;
    private double origin;

    /**
     * Creates a score that is absent.
     *
     * @param spec the model
     * @param quantiles the forecast that judges, transformed units less the anchor, live [levels]
     */
    Score(ModelSpec spec, float[] quantiles) {
        levels = spec.levels();
        transform = spec.transform();
        this.quantiles = quantiles;
    }

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

    void set(double observedValue, double expectedValue, double cumulativeProbability, double forecastOrigin) {
        present = true;
        origin = forecastOrigin;
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

    /**
     * Pinball loss of the forecast, averaged over some of its levels: small where the quantiles are close to the observation and
     * as often above and below it as they state.
     *
     * @param ofLevels indices of the levels, at least one
     * @return loss in the source's units, not negative
     * @see <a href="https://doi.org/10.2307/1913643">Koenker and Bassett 1978, regression quantiles</a>
     */
    public double pinball(int... ofLevels) {
        double sum = 0;
        for (int level : ofLevels) {
            double error = observed - transform.invert(origin, quantiles[level]);
            sum += Math.max(levels.get(level) * error, (levels.get(level) - 1) * error);
        }
        return sum / ofLevels.length;
    }
}
