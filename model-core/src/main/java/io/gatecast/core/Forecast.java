package io.gatecast.core;

import io.gatecast.core.ledger.Fallback;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.core.ledger.Ledger;
import io.gatecast.core.ledger.Outcomes;
import io.gatecast.core.ledger.Standing;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StepsAhead;
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
    private final Ledger ledger;
    private long issuedAtMs;
    private long stepMs;
    private long steps;
    private long warmedUpAfter;
    private double origin;
    private SeriesState state;

    Forecast(ModelSpec spec, int targetIndex, StepsAhead ahead, Ledger ledger) {
        this.ledger = ledger;
        standing = ledger.newStanding();
        this.spec = spec;
        this.targetIndex = targetIndex;
        median = spec.medianIndex();
        quantiles = new float[spec.levels().size() * ahead.count()];
    }

    void issue(SeriesState issuedFrom) {
        state = issuedFrom;
        issuedAtMs = issuedFrom.clockMs;
        stepMs = issuedFrom.interval.ms();
        steps = issuedFrom.steps;
        warmedUpAfter = issuedFrom.warmedUpAfter;
        origin = spec.transform().origin(issuedFrom.anchor[targetIndex]);
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
     * Length of a step as the series shows it: the most common distance of two steps.
     *
     * @return milliseconds; 0 if it is not known yet
     */
    public long stepMs() {
        return stepMs;
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
     * Where the forecast does not follow the model alone, because naive rules have lately been as good or better.
     *
     * @return parts of the horizon in ascending order, empty if all follow the model; a copy
     */
    public List<Fallback> fallbacks() {
        return standing.parts();
    }

    /**
     * Whether a naive rule has more to say than the model, for any step ahead.
     *
     * @return true if so
     */
    public boolean fallenBack() {
        return standing.fallenBack();
    }

    /**
     * How many intervals issued earlier for the value just observed are known to have held it or not.
     *
     * @return outcomes at this step, by groups of steps ahead and the inner and outer interval together
     */
    public Outcomes outcomes() {
        return standing.outcomes();
    }

    /**
     * What became of the target's forecasts so far, computed now: the state must not have been stepped since.
     *
     * @return a record per group of steps ahead
     */
    public List<GroupRecord> ledger() {
        return ledger.records(state.ledger[targetIndex], state.foundSeasons(targetIndex));
    }

    /**
     * Hash of the state the forecast was made from, computed now: the state must not have been stepped since.
     *
     * @return {@link SeriesState#hash()}
     */
    public long stateHash() {
        return state.hash();
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

    /**
     * Copies all numbers at once.
     *
     * @param into receives per step ahead the point forecast, then its quantiles by ascending level, in the source's units: [horizon ×
     *     (1 + levels)]
     */
    public void copyTo(double[] into) {
        int horizon = spec.horizon();
        int width = 1 + spec.levels().size();
        Transform transform = spec.transform();
        for (int level = 0; level + 1 < width; level++) {
            for (int step = 0; step < horizon; step++) {
                into[step * width + 1 + level] = transform.invert(origin, quantiles[level * horizon + step]);
            }
        }
        for (int step = 0; step < horizon; step++) {
            into[step * width] = into[step * width + 1 + median];
        }
    }
}
