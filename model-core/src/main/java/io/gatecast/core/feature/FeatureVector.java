package io.gatecast.core.feature;

/** The features of one series at one step, all dimensionless. One owner, one thread. */
public final class FeatureVector {
    private final float[] recurrent;
    private final TargetFeatures[] targets;
    private final float[] calendar;
    private long calendarMs = Long.MIN_VALUE;

    FeatureVector(int recurrent, TargetFeatures[] targets) {
        calendar = new float[Calendar.SIZE];
        this.recurrent = new float[recurrent];
        this.targets = targets;
    }

    /**
     * Input of the recurrent part, which all targets share.
     *
     * @return live array
     */
    public float[] recurrent() {
        return recurrent;
    }

    /** The calendar at a time; series that report at the same times have it computed once. */
    float[] calendar(Calendar clock, long timestampMs) {
        if (timestampMs != calendarMs) {
            clock.write(timestampMs, calendar, 0);
            calendarMs = timestampMs;
        }
        return calendar;
    }

    /**
     * What the head of a target sees beside the hidden state.
     *
     * @param target index of the target
     * @return live features
     */
    public TargetFeatures target(int target) {
        return targets[target];
    }
}
