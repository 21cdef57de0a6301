package io.gatecast.core.backtest;

import java.util.Arrays;

/**
 * What errors of a series are divided by: the mean absolute difference from one season to the next over its training part.
 *
 * @see <a href="https://doi.org/10.1016/j.ijforecast.2006.03.001">Hyndman and Koehler 2006</a>
 */
final class SeasonalScale {
    private final long trainRows;
    private final double[] season;
    private long rows;
    private double sum;
    private long count;

    SeasonalScale(int length, long trainRows) {
        this.trainRows = trainRows;
        season = new double[length];
        Arrays.fill(season, Double.NaN);
    }

    void observe(double value) {
        if (rows >= trainRows) {
            return;
        }
        int phase = (int) (rows++ % season.length);
        double difference = Math.abs(value - season[phase]);
        if (!Double.isNaN(difference)) {
            sum += difference;
            count++;
        }
        season[phase] = value;
    }

    /** Positive; NaN if the training part has no seasonal difference or none that is not zero. */
    double value() {
        return sum > 0 ? sum / count : Double.NaN;
    }
}
