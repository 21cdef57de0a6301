package io.gatecast.core.feature;

/** The features of one target at one step that its head sees beside the hidden state, all dimensionless. */
public final class TargetFeatures {
    private final float[] linear;
    private final float[][] seasonal;
    private final float[] base;
    private final float[] center;
    private final float[] unit;
    private final float[][] work;

    TargetFeatures(int linear, int seasonal, int horizon, float[][] work) {
        this.work = work;
        this.linear = new float[linear];
        this.seasonal = new float[seasonal][horizon];
        this.base = new float[horizon];
        this.center = new float[horizon];
        this.unit = new float[horizon];
    }

    /**
     * Input of the linear skip, common to all steps ahead.
     *
     * @return live array
     */
    public float[] linear() {
        return linear;
    }

    /**
     * What belongs to each step ahead: values one and two periods before it, for every season; then, for every known column, its
     * value at the step and the change to it from now.
     *
     * @return live array [2 · seasons + 2 · known columns][horizon]
     */
    public float[][] seasonal() {
        return seasonal;
    }

    /**
     * The seasonal base: the mean over the seasons of the value one period before each step ahead, or the newest value
     * where there is no season.
     *
     * @return live array [horizon]
     */
    public float[] base() {
        return base;
    }

    /**
     * What stands for 0 in the head's outputs at each step ahead, in transformed units less the anchor.
     *
     * @return live array [horizon]
     */
    public float[] center() {
        return center;
    }

    /**
     * What stands for 1 in the head's outputs at each step ahead, in transformed units, positive.
     *
     * @return live array [horizon]
     */
    public float[] unit() {
        return unit;
    }

    /** Working space of whoever fills this. */
    float[][] work() {
        return work;
    }
}
