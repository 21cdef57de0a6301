package io.gatecast.core;

import io.gatecast.core.ledger.Fallback;
import io.gatecast.core.ledger.Standing;
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
    final Standing standing;
    private long issuedAtMs;
    private long steps;
    private double origin;

    Forecast(ModelSpec spec, int targetIndex, Standing standing) {
        this.standing = standing;
        this.spec = spec;
        this.targetIndex = targetIndex;
        median = spec.medianIndex();
        quantiles = new float[spec.levels().size() * spec.horizon()];
    }

    void issue(long atMs, long stepsTaken, double anchor) {
        issuedAtMs = atMs;
        steps = stepsTaken;
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
     * Whether the series is still too young for the forecast to be judged.
     *
     * @return true until {@link ModelSpec#warmupSteps()} steps were taken
     */
    public boolean warmup() {
        return steps < spec.warmupSteps();
    }

    /**
     * Where the forecast does not follow the model alone, because naive rules have lately been as good or better.
     *
     * @return parts of the horizon in ascending order, empty if all follow the model; a copy
     */
    public List<Fallback> fallbacks() {
        return standing.parts();
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
