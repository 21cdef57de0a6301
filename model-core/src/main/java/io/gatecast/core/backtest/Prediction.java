package io.gatecast.core.backtest;

/** One forecast of a contender, in the source's units; overwritten at the next origin. */
public final class Prediction {
    private final double[] points;
    private final double[][] quantiles;

    Prediction(int horizon, int levels) {
        points = new double[horizon];
        quantiles = new double[levels][horizon];
    }

    int steps() {
        return points.length;
    }

    void setPoint(int step, double value) {
        points[step - 1] = value;
    }

    void setQuantile(int level, int step, double value) {
        quantiles[level][step - 1] = value;
    }

    /**
     * The point forecast.
     *
     * @param step step ahead, from 1
     * @return value
     */
    public double point(int step) {
        return points[step - 1];
    }

    /**
     * A quantile.
     *
     * @param level index of the level
     * @param step step ahead, from 1
     * @return value
     */
    public double quantile(int level, int step) {
        return quantiles[level][step - 1];
    }

    boolean isFinite(int step) {
        boolean finite = Double.isFinite(point(step));
        for (double[] ofLevel : quantiles) {
            finite &= Double.isFinite(ofLevel[step - 1]);
        }
        return finite;
    }
}
