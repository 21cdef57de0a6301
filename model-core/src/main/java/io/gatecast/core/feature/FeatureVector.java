package io.gatecast.core.feature;

/** The features of one series at one step, all dimensionless. One owner, one thread. */
public final class FeatureVector {
    private final float[] recurrent;
    private final TargetFeatures[] targets;
    private final float[] calendar = new float[Calendar.SIZE];

    FeatureVector(int recurrent, TargetFeatures[] targets) {
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

    /** Hour of day and day of week, for those parts that see them. */
    float[] calendar() {
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
