package io.gatecast.core.feature;

import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;

/** One column as the features see it: its latest values, their scale, and whether the newest was missing. */
public final class ColumnView {
    private final Window window;
    private final Experts experts;
    private final ExpertState expertState;
    private float mean;
    private float deviation;
    private float level;
    private boolean missing;

    /**
     * Wraps a window.
     *
     * @param window latest values, live
     */
    public ColumnView(Window window) {
        this(window, null, null);
    }

    ColumnView(Window window, Experts experts, ExpertState expertState) {
        this.window = window;
        this.experts = experts;
        this.expertState = expertState;
    }

    /**
     * Sets what belongs to the newest value.
     *
     * @param spec the model
     * @param anchor what was subtracted from the transformed values
     * @param scale running scale, the newest value included
     * @param missing whether the newest value was missing and is only assumed
     */
    public void set(ModelSpec spec, double anchor, RunningScale scale, boolean missing) {
        set(spec, anchor, (float) scale.mean(), (float) scale.deviation(), missing);
    }

    /**
     * Sets what belongs to the newest value from a scale kept as float32, with the same result.
     *
     * @param spec the model
     * @param anchor what was subtracted from the transformed values
     * @param newestMean running mean
     * @param newestDeviation running standard deviation
     * @param newestMissing whether the newest value was missing and is only assumed
     */
    public void set(ModelSpec spec, double anchor, float newestMean, float newestDeviation, boolean newestMissing) {
        float newestLevel = spec.transform() == Transform.LOG ? 1f : (float) Math.abs(anchor + newestMean);
        set(newestMean, newestDeviation, newestLevel, newestMissing);
    }

    void set(float newestMean, float newestDeviation, float newestLevel, boolean newestMissing) {
        mean = newestMean;
        deviation = newestDeviation;
        level = newestLevel;
        missing = newestMissing;
    }

    /**
     * The latest values.
     *
     * @return window
     */
    public Window window() {
        return window;
    }

    /**
     * Running mean, transformed units less the anchor.
     *
     * @return mean
     */
    public float mean() {
        return mean;
    }

    /**
     * Running standard deviation, transformed units.
     *
     * @return deviation
     */
    public float deviation() {
        return deviation;
    }

    /**
     * What the deviation is large or small against: the magnitude of the mean, or 1 for logarithms.
     *
     * @return level
     */
    public float level() {
        return level;
    }

    /**
     * Whether the newest value was missing and is only assumed.
     *
     * @return true if nothing was observed
     */
    public boolean missing() {
        return missing;
    }

    /**
     * What the experts remember of this column.
     *
     * @return live state; null if the model's seasons are fixed or this is not the target
     */
    public ExpertState experts() {
        return expertState;
    }

    /**
     * Lets the experts, if there are any, take in the value last pushed to the window.
     *
     * @param timestampMs its event time
     * @param newestMissing whether it was missing and is only assumed
     */
    public void updateExperts(long timestampMs, boolean newestMissing) {
        if (expertState != null) {
            experts.update(expertState, window, timestampMs, newestMissing);
        }
    }
}
