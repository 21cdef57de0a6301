package io.gatecast.core.backtest;

import java.util.List;

/**
 * How good quantiles were.
 *
 * @param pinball mean pinball loss over levels and outcomes, in the source's units
 * @param weightedQuantileLoss mean over levels of twice the summed pinball loss over the summed magnitude of the outcomes;
 *     approximates the continuous ranked probability score
 * @param levels per quantile level
 * @param intervals per central interval, the widest first
 * @see <a href="https://doi.org/10.1198/016214506000001437">Gneiting and Raftery 2007</a>
 */
public record QuantileScores(
        double pinball, double weightedQuantileLoss, List<Level> levels, List<Interval> intervals) {

    public QuantileScores {
        levels = List.copyOf(levels);
        intervals = List.copyOf(intervals);
    }

    /**
     * One level.
     *
     * @param level probability stated
     * @param coverage share of outcomes not above the quantile
     * @param pinball mean pinball loss, in the source's units
     * @param weightedQuantileLoss twice the summed pinball loss over the summed magnitude of the outcomes
     */
    public record Level(double level, double coverage, double pinball, double weightedQuantileLoss) {}

    /**
     * One central interval.
     *
     * @param nominal share of outcomes stated to be inside
     * @param coverage share of outcomes inside, bounds included
     * @param width mean distance of the bounds, in the source's units
     * @param scaledWidth mean distance of the bounds over the scale of the series that the scaled error is taken with
     */
    public record Interval(double nominal, double coverage, double width, double scaledWidth) {}
}
