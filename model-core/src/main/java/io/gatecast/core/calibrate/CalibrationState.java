package io.gatecast.core.calibrate;

import io.gatecast.core.kernel.CacheLines;

/** What {@link Calibrator} keeps of one key. One owner, one thread. */
public final class CalibrationState {
    private final float[] pending;
    private final float[] theta;
    private final float[] regimes;

    CalibrationState(int pending, int theta, int regimes) {
        this.pending = new float[pending];
        this.theta = new float[theta];
        this.regimes = new float[regimes];
    }

    /**
     * Reads everything ahead of its use.
     *
     * @return what must be kept by somebody, without meaning
     * @see CacheLines
     */
    public int fetch() {
        return CacheLines.fetch(theta) | CacheLines.fetch(regimes) | CacheLines.fetch(pending);
    }

    /**
     * Subtracts from every forecast that waits, because the anchor of the series has moved.
     *
     * @param shift what is subtracted
     */
    public void subtract(float shift) {
        for (int i = 0; i < pending.length; i++) {
            pending[i] -= shift;
        }
    }

    /**
     * Takes over what outlasts a long gap: the factors, and how much outcomes depend on those before.
     *
     * @param before state before the gap
     */
    public void remember(CalibrationState before) {
        System.arraycopy(before.theta, 0, theta, 0, theta.length);
        RegimeChange.rememberDependence(before.regimes, regimes);
    }

    /**
     * Forecasts that wait for their outcome.
     *
     * @return live array
     */
    public float[] pending() {
        return pending;
    }

    /**
     * Logarithms of the correction factors, group after group.
     *
     * @return live array [groups × levels]
     */
    public float[] theta() {
        return theta;
    }

    /**
     * What speaks for a change of regime, group after group.
     *
     * @return live array
     */
    public float[] regimes() {
        return regimes;
    }
}
