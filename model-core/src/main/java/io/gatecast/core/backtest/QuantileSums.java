package io.gatecast.core.backtest;

import java.util.ArrayList;
import java.util.List;

/** Sums over the quantiles of one contender, of all steps of a group. */
final class QuantileSums {
    private final List<Double> levels;
    private final List<BacktestSettings.Interval> intervals;
    private final double[] pinball;
    private final long[] notAbove;
    private final long[] inside;
    private final double[] width;
    private final double[] scaledWidth;
    private long count;
    private long scaledCount;
    private double magnitude;

    QuantileSums(List<Double> levels, List<BacktestSettings.Interval> intervals) {
        this.levels = levels;
        this.intervals = intervals;
        pinball = new double[levels.size()];
        notAbove = new long[levels.size()];
        inside = new long[intervals.size()];
        width = new double[intervals.size()];
        scaledWidth = new double[intervals.size()];
    }

    /** Returns the pinball loss of the step, the mean over levels. */
    double add(double outcome, Prediction prediction, int step, double scale) {
        count++;
        magnitude += Math.abs(outcome);
        double loss = 0;
        for (int level = 0; level < pinball.length; level++) {
            double quantile = prediction.quantile(level, step);
            double error = outcome - quantile;
            double ofLevel = error >= 0 ? levels.get(level) * error : (levels.get(level) - 1) * error;
            pinball[level] += ofLevel;
            loss += ofLevel;
            notAbove[level] += outcome <= quantile ? 1 : 0;
        }
        boolean scaled = !Double.isNaN(scale);
        scaledCount += scaled ? 1 : 0;
        for (int i = 0; i < width.length; i++) {
            double low = prediction.quantile(intervals.get(i).low(), step);
            double high = prediction.quantile(intervals.get(i).high(), step);
            inside[i] += outcome >= low && outcome <= high ? 1 : 0;
            width[i] += high - low;
            scaledWidth[i] += scaled ? (high - low) / scale : 0;
        }
        return loss / pinball.length;
    }

    QuantileScores scores() {
        List<QuantileScores.Level> perLevel = new ArrayList<>();
        double pinballs = 0;
        double weighted = 0;
        for (int level = 0; level < pinball.length; level++) {
            double mean = pinball[level] / count;
            double relative = 2 * pinball[level] / magnitude;
            perLevel.add(new QuantileScores.Level(levels.get(level), (double) notAbove[level] / count, mean, relative));
            pinballs += mean;
            weighted += relative;
        }
        List<QuantileScores.Interval> perInterval = new ArrayList<>();
        for (int i = 0; i < width.length; i++) {
            perInterval.add(new QuantileScores.Interval(
                    intervals.get(i).nominal(),
                    (double) inside[i] / count,
                    width[i] / count,
                    scaledWidth[i] / scaledCount));
        }
        return new QuantileScores(pinballs / pinball.length, weighted / pinball.length, perLevel, perInterval);
    }
}
