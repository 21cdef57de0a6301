package io.gatecast.core.backtest;

import java.util.List;

/**
 * What a backtest found.
 *
 * @param settings what was scored, and how
 * @param contenders per contender, in the order of entry
 * @param series per series, in the order of their first row; without those that had nothing to score
 * @param comparisons every pair of contenders under every loss
 * @param counts what was scored and what was not
 */
public record BacktestResult(
        BacktestSettings settings,
        List<ContenderScores> contenders,
        List<SeriesScores> series,
        List<Comparison> comparisons,
        Counts counts) {

    public BacktestResult {
        contenders = List.copyOf(contenders);
        series = List.copyOf(series);
        comparisons = List.copyOf(comparisons);
    }

    /**
     * One contender over all series.
     *
     * @param name its name
     * @param points point scores per group reported, the whole horizon last
     * @param quantiles quantile scores per group reported, the whole horizon last
     * @param bySteps mean scaled absolute error per step ahead, over all outcomes of all series
     * @param notFinite number of outcomes left out because its forecast for them was not a finite number
     */
    public record ContenderScores(
            String name,
            List<PointScores> points,
            List<QuantileScores> quantiles,
            List<Double> bySteps,
            long notFinite) {
        public ContenderScores {
            points = List.copyOf(points);
            quantiles = List.copyOf(quantiles);
            bySteps = List.copyOf(bySteps);
        }

        /**
         * Point scores of the whole horizon.
         *
         * @return scores of all steps ahead
         */
        public PointScores point() {
            return points.get(points.size() - 1);
        }

        /**
         * Quantile scores of the whole horizon.
         *
         * @return scores of all steps ahead
         */
        public QuantileScores quantile() {
            return quantiles.get(quantiles.size() - 1);
        }
    }

    /**
     * All contenders on one series.
     *
     * @param key name of the series
     * @param origins number of origins scored
     * @param worstOrigin row that the first contender's forecast with the largest error over a whole horizon was issued after;
     *     -1 = no forecast had all of its outcomes
     * @param lastOrigin row that the last forecast with all of its outcomes was issued after; -1 = there is none
     * @param points point scores [contender][group reported]
     * @param quantiles quantile scores per contender, all steps ahead
     */
    public record SeriesScores(
            String key,
            long origins,
            long worstOrigin,
            long lastOrigin,
            List<List<PointScores>> points,
            List<QuantileScores> quantiles) {
        public SeriesScores {
            points = points.stream().map(List::copyOf).toList();
            quantiles = List.copyOf(quantiles);
        }

        /**
         * Point scores of the whole horizon.
         *
         * @param contender index of the contender
         * @return scores of all steps ahead
         */
        public PointScores point(int contender) {
            List<PointScores> ofGroups = points.get(contender);
            return ofGroups.get(ofGroups.size() - 1);
        }
    }

    /**
     * What was scored and what was not.
     *
     * @param series number of series seen
     * @param origins number of origins scored
     * @param outcomes number of outcomes that a forecast could have been scored at
     * @param missing number of those without a value
     * @param unready number of origins left out because a contender had no forecast yet
     * @param unscaled number of series scored whose training part does not change from season to season
     * @param firstMs event time of the earliest origin scored, milliseconds since 1970-01-01T00:00:00Z
     * @param lastMs event time of the latest origin scored
     */
    public record Counts(
            long series,
            long origins,
            long outcomes,
            long missing,
            long unready,
            long unscaled,
            long firstMs,
            long lastMs) {}
}
