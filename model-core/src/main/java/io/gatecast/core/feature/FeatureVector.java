package io.gatecast.core.feature;

/** The features of one series at one step, all dimensionless. One owner, one thread. */
public final class FeatureVector {
    private final float[] recurrent;
    private final float[] linear;
    private final float[][] seasonal;
    private final float[] base;

    FeatureVector(int recurrent, int linear, int seasonal, int horizon) {
        this.recurrent = new float[recurrent];
        this.linear = new float[linear];
        this.seasonal = new float[seasonal][horizon];
        this.base = new float[horizon];
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
}
