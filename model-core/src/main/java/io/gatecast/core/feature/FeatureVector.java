package io.gatecast.core.feature;

/** The features of one series at one step, all dimensionless. One owner, one thread. */
public final class FeatureVector {
    private final float[] recurrent;
    private final float[] linear;
    private final float[][] seasonal;
    private final float[] base;
    private final float[] center;
    private final float[] unit;
    private final float[][] work;

    FeatureVector(int recurrent, int linear, int seasonal, int horizon, float[][] work) {
        this.work = work;
        this.recurrent = new float[recurrent];
        this.linear = new float[linear];
        this.seasonal = new float[seasonal][horizon];
        this.base = new float[horizon];
        this.center = new float[horizon];
        this.unit = new float[horizon];
    }

    /**
     * Input of the recurrent part.
     *
     * @return live array
     */
    public float[] recurrent() {
        return recurrent;
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
     * Values one and two periods before each step ahead, for every season.
     *
     * @return live array [2 · seasons][horizon]
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

    /** Working space of whoever fills this vector. */
    float[][] work() {
        return work;
    }
}
