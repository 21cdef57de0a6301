package io.gatecast.core;

import io.gatecast.core.spec.ModelSpec;
import java.util.List;

/**
 * Quantiles of one target for every step ahead, in the source's units.
 *
 * <p>The forecaster that filled it overwrites it with its next step.
 */
public final class Forecast {
    private final ModelSpec spec;
    private final int targetIndex;
    private final int median;
    final float[] quantiles;
    private long issuedAtMs;
    private long steps;
    private long warmedUpAfter;
    private double origin;

    Forecast(ModelSpec spec, int targetIndex) {
        this.spec = spec;
        this.targetIndex = targetIndex;
        median = spec.medianIndex();
        quantiles = new float[spec.levels().size() * spec.horizon()];
    }

    void issue(SeriesState state) {
        issuedAtMs = state.clockMs;
        steps = state.steps;
        warmedUpAfter = state.warmedUpAfter;
        double anchor = state.anchor[targetIndex];
        origin = spec.transform().origin(anchor);
    }

    /**
     * The model's settings.
     *
     * @return specification
     */
    public ModelSpec spec() {
        return spec;
    }

    /**
     * What is forecast.
     *
     * @return name of a value column
     */
    public String target() {
        return spec.columns().get(targetIndex);
    }

    /**
     * Event time of the last observation used.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long issuedAtMs() {
        return issuedAtMs;
    }

    /**
     * Number of steps ahead.
     *
     * @return horizon
     */
    public int horizon() {
        return spec.horizon();
    }

    /**
     * Quantile levels, ascending.
     *
     * @return probabilities in (0, 1)
     */
    public List<Double> levels() {
        return spec.levels();
    }

    /**
     * Number of observations behind this forecast.
     *
     * @return steps the series has taken
     */
    public long steps() {
        return steps;
    }

    /**
     * Number of observations that another model had seen when this one was warmed up on them.
     *
     * @return observations; 0 if this model has the series from the beginning
     */
    public long warmedUpAfter() {
        return warmedUpAfter;
    }

    /**
     * Whether the series is still too young for the forecast to be judged.
     *
     * @return true until {@link ModelSpec#warmupSteps()} steps were taken
     */
    public boolean warmup() {
        return steps < spec.warmupSteps();
    }

    /**
     * The point forecast, which is the median.
     *
     * @param step step ahead, from 1 to the horizon
     * @return value in the source's units
     */
    public double mean(int step) {
        return quantile(median, step);
    }

    /**
     * A quantile.
     *
     * @param level index of the level
     * @param step step ahead, from 1 to the horizon
     * @return value in the source's units
     */
    public double quantile(int level, int step) {
        return spec.transform().invert(origin, quantiles[level * spec.horizon() + step - 1]);
    }
}
