package io.gatecast.core.breach;

import io.gatecast.core.NormalDistribution;
import java.util.ArrayList;
import java.util.List;

/**
 * Probability that a limit is crossed within the horizon, and expected time to it, from the quantiles of every step ahead.
 *
 * <p>Quantiles say how probable it is that the value is beyond the limit at each step, p₁ … p_H, but not how the steps hang together.
 * If they hung together as closely as they can, the probability of crossing at any step would be the greatest of these; if not
 * at all, 1 − ∏(1 − p_h). What is assumed in between is that forecast errors are those of a first-order autoregression, whose spread
 * tells how much of it lasts: σ_h² = φ² σ_{h−1}² + σ₁², hence a correlation of √(1 − (σ₁ / σ_h)²) between step h − 1 and step h. A fan
 * that does not widen means errors that are independent, one that widens like √h a random walk. Steps are joined by these
 * correlations in a Gaussian copula, and the probability that all stay below the limit is found step by step, taking what has not
 * crossed yet for normally distributed again (Mendell and Elston 1974, Multifactorial qualitative traits, Biometrics 30). That is exact where steps are independent, and
 * otherwise too high by at most some hundredths (0.06 in simulated autoregressions). Crossings between two steps do not count.
 *
 * <p>Holds working space: one per thread. The same arguments give the same bits everywhere.
 */
public final class BreachEstimator {
    /** Normal scores beyond which nothing happens, or everything. */
    private static final double FAR = 8;

    private static final double LOWER_SPREAD = 0.1;
    private static final double UPPER_SPREAD = 0.9;
    private static final double NONE_LEFT = 1e-9;
    private static final double ROOT_TWO_PI = 2.5066282746310002;

    private final double[] scores; // normal score of every level
    private final int low;
    private final int high;
    private final int horizon;
    private final double[] thresholds;

    /** The quantiles of a forecast. */
    @FunctionalInterface
    public interface Quantiles {
        /**
         * A quantile.
         *
         * @param level index of the level
         * @param step step ahead, from 1 to the horizon
         * @return value in the unit of the limits
         */
        double at(int level, int step);
    }

    /**
     * Creates an estimator.
     *
     * @param levels quantile levels, ascending
     * @param horizon number of steps ahead
     */
    public BreachEstimator(List<Double> levels, int horizon) {
        scores = levels.stream().mapToDouble(NormalDistribution::quantile).toArray();
        low = nearest(levels, LOWER_SPREAD);
        high = nearest(levels, UPPER_SPREAD);
        this.horizon = horizon;
        thresholds = new double[horizon];
    }

    private static int nearest(List<Double> levels, double level) {
        int nearest = 0;
        for (int i = 1; i < levels.size(); i++) {
            if (Math.abs(levels.get(i) - level) < Math.abs(levels.get(nearest) - level)) {
                nearest = i;
            }
        }
        return nearest;
    }

    /**
     * Estimates for every limit there is.
     *
     * @param quantiles of the forecast, ascending at each step
     * @param limits limits
     * @param observed latest value; NaN if it is missing
     * @return an estimate per limit, the lower one first
     */
    public List<Breach> estimate(Quantiles quantiles, Limits limits, double observed) {
        List<Breach> breaches = new ArrayList<>(2);
        for (LimitSide side : LimitSide.values()) {
            double limit = limits.of(side);
            if (!Double.isInfinite(limit)) {
                breaches.add(
                        side.isCrossed(observed, limit)
                                ? new Breach(side, limit, 1, 0)
                                : firstPassage(quantiles, side, limit));
            }
        }
        return breaches;
    }

    private Breach firstPassage(Quantiles quantiles, LimitSide side, double limit) {
        double nearest = FAR;
        for (int step = 1; step <= horizon; step++) {
            double score = score(quantiles, step, side, limit);
            thresholds[step - 1] = side == LimitSide.UPPER ? score : -score;
            nearest = Math.min(nearest, thresholds[step - 1]);
        }
        double first = spread(quantiles, 1);
        double mean = 0; // of what has not crossed, as a normal score
        double variance = 1;
        double within = 1; // share that has not crossed
        double time = 0;
        for (int step = 1; step <= horizon && within > NONE_LEFT; step++) {
            if (step > 1) {
                double shared = shared(first, spread(quantiles, step));
                mean *= Math.sqrt(shared);
                variance = shared * variance + 1 - shared;
            }
            double deviation = Math.sqrt(variance);
            double threshold = (thresholds[step - 1] - mean) / deviation;
            if (threshold >= FAR) {
                continue; // nothing crosses
            }
            double stays = NormalDistribution.cumulative(threshold);
            time += step * within * (1 - stays);
            within *= stays;
            if (stays < NONE_LEFT) {
                break;
            }
            double pull = StrictMath.exp(-threshold * threshold / 2) / ROOT_TWO_PI / stays;
            mean -= deviation * pull;
            variance *= Math.max(NONE_LEFT, 1 - pull * (pull + threshold));
        }
        double crossed = 1 - within;
        double atOneStep = NormalDistribution.cumulative(-nearest);
        return new Breach(
                side, limit, Math.min(1, Math.max(atOneStep, crossed)), crossed > 0 ? time / crossed : Double.NaN);
    }

    private double spread(Quantiles quantiles, int step) {
        return quantiles.at(high, step) - quantiles.at(low, step);
    }

    /** Square of the correlation of a step's error with that of the step before, by the spread of the first step and its own. */
    private static double shared(double first, double now) {
        return now > first ? 1 - first / now * (first / now) : 0;
    }

    /**
     * Normal score of a limit at a step: linear between the scores of the levels, and beyond the outermost two as between them.
     * A quantile that equals the limit does not cross it.
     */
    private double score(Quantiles quantiles, int step, LimitSide side, double limit) {
        int last = scores.length - 1;
        int above = 0;
        while (above <= last && side.isCrossed(quantiles.at(above, step), limit) == (side == LimitSide.LOWER)) {
            above++;
        }
        int right = Math.max(1, Math.min(last, above));
        if (last > 0) {
            double from = quantiles.at(right - 1, step);
            double width = quantiles.at(right, step) - from;
            double score = scores[right - 1] + (limit - from) / width * (scores[right] - scores[right - 1]);
            if (width > 0) {
                return Math.max(-FAR, Math.min(FAR, score));
            }
        }
        return above > last ? FAR : above == 0 ? -FAR : scores[above];
    }
}
