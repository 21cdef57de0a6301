package io.gatecast.core.backtest;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Additive exponential smoothing of level, damped trend and season in its error-correction form, ETS(A,A<sub>d</sub>,A).
 *
 * <pre>{@code
 * e  = y − (l + φ·b + s[t−m])
 * l' = l + φ·b + α·e
 * b' = φ·b + β·e
 * s' = s[t−m] + γ·e
 * }</pre>
 *
 * <p>The weights are those with the least mean squared error over four of the steps ahead, the first and the last among them, on
 * the latest rows before the first forecast, at most ten seasons or 2,000 rows, found by a pattern search from fixed starts. They stay as they are from then on. Without
 * two whole seasons of rows there is no season.
 *
 * @see <a href="https://doi.org/10.1007/978-3-540-71918-2">Hyndman, Koehler, Ord and Snyder 2008, chapters 2 and 6</a>
 */
final class HoltWinters implements PointRule {
    private static final int SEASONS_FITTED = 10;
    private static final int MOST_ROWS_FITTED = 2_000;
    private static final int FEWEST_ROWS_FITTED = 200;
    private static final double[][] STARTS = {
        {0.1, 0.02, 0.1, 0.5}, {0.5, 0.02, 0.3, 0.5}, {0.9, 0.02, 0.5, 0.5}, {0.3, 0.3, 0.05, 0.9}
    };
    private static final double FIRST_STRIDE = 0.2;
    private static final double LAST_STRIDE = 0.005;

    private final int season;
    private final int horizon;
    private final double[] latest;
    private long rows;
    private boolean hasValue;
    private Smoothing smoothing;
    private double[] dampedSteps;
    private double[] spread;

    HoltWinters(int season, int horizon) {
        this.season = season;
        this.horizon = horizon;
        latest = new double[Math.max(2 * season, Math.max(FEWEST_ROWS_FITTED, fitted(season)))];
    }

    private static int fitted(int season) {
        return (int) Math.min(MOST_ROWS_FITTED, (long) SEASONS_FITTED * season);
    }

    @Override
    public void observe(double value) {
        hasValue |= !Double.isNaN(value);
        if (!hasValue) {
            return;
        }
        if (smoothing == null) {
            latest[(int) (rows++ % latest.length)] = value;
        } else {
            smoothing.step(value);
        }
    }

    @Override
    public boolean hasValue() {
        return hasValue;
    }

    @Override
    public void prepare() {
        if (smoothing == null) {
            double[] values = inOrder();
            smoothing = fit(values, values.length >= 2 * season ? season : 1);
            dampedSteps = smoothing.dampedSteps(horizon);
            spread = smoothing.spread(dampedSteps);
        }
    }

    @Override
    public double point(int step) {
        return smoothing.point(step, dampedSteps[step - 1]);
    }

    @Override
    public double deviation(int step) {
        return smoothing.errors.root() * spread[step - 1];
    }

    /** The rows kept, oldest first, beginning with a value. */
    private double[] inOrder() {
        int count = (int) Math.min(rows, latest.length);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = latest[(int) ((rows - count + i) % latest.length)];
        }
        int start = 0;
        while (start < count && Double.isNaN(values[start])) {
            start++;
        }
        return start == count ? new double[] {0} : Arrays.copyOfRange(values, start, count);
    }

    private Smoothing fit(double[] values, int season) {
        int[] leads = {1, (horizon + 3) / 4, (horizon + 1) / 2, horizon};
        double[] best = STARTS[0];
        double least = Double.POSITIVE_INFINITY;
        for (double[] start : STARTS) {
            double error = squaredError(values, season, start, leads);
            if (error < least) {
                least = error;
                best = start.clone();
            }
        }
        double stride = FIRST_STRIDE;
        while (stride > LAST_STRIDE) {
            boolean better = false;
            for (int i = 0; i < best.length; i++) {
                for (double move : new double[] {-stride, stride}) {
                    double[] trial = best.clone();
                    trial[i] = Math.max(0, Math.min(1, trial[i] + move));
                    double error = squaredError(values, season, trial, leads);
                    if (error < least) {
                        least = error;
                        best = trial;
                        better = true;
                    }
                }
            }
            stride = better ? stride : stride / 2;
        }
        return run(values, season, best);
    }

    private double squaredError(double[] values, int season, double[] position, int[] leads) {
        Smoothing smoothing = new Smoothing(values, season, position);
        double[] damped = smoothing.dampedSteps(horizon);
        MeanSquare[] errors =
                Stream.generate(MeanSquare::new).limit(leads.length).toArray(MeanSquare[]::new);
        for (int row = 0; row < values.length; row++) {
            smoothing.step(values[row]);
            for (int i = 0; i < leads.length && row + leads[i] < values.length; i++) {
                errors[i].add(values[row + leads[i]] - smoothing.point(leads[i], damped[leads[i] - 1]));
            }
        }
        double sum = 0;
        for (MeanSquare error : errors) {
            sum += error.root() * error.root();
        }
        return sum;
    }

    private static Smoothing run(double[] values, int season, double[] position) {
        Smoothing smoothing = new Smoothing(values, season, position);
        for (double value : values) {
            smoothing.step(value);
        }
        return smoothing;
    }

    /** Level, trend and season with one choice of weights. */
    private static final class Smoothing {
        private final double alpha;
        private final double beta;
        private final double gamma;
        private final double phi;
        private final double[] seasonal;
        private final MeanSquare errors = new MeanSquare();
        private double level;
        private double trend;
        private int phase;

        /** Weights from a position in the unit cube, so that the bounds of all of them are simple. */
        Smoothing(double[] values, int season, double[] position) {
            alpha = 1e-4 + 0.9998 * position[0];
            beta = alpha * position[1];
            gamma = season == 1 ? 0 : (1 - alpha) * position[2];
            phi = 0.8 + 0.18 * position[3];
            seasonal = new double[season];
            if (season == 1) {
                level = values[0];
                return;
            }
            level = mean(values, 0, season);
            trend = (mean(values, season, 2 * season) - level) / season;
            for (int i = 0; i < season; i++) {
                seasonal[i] = Double.isNaN(values[i]) ? 0 : values[i] - level;
            }
        }

        private static double mean(double[] values, int from, int to) {
            double sum = 0;
            int count = 0;
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(values[i])) {
                    sum += values[i];
                    count++;
                }
            }
            return count == 0 ? values[0] : sum / count;
        }

        void step(double value) {
            double damped = phi * trend;
            double error = value - (level + damped + seasonal[phase]);
            errors.add(error);
            double known = Double.isNaN(error) ? 0 : error;
            level += damped + alpha * known;
            trend = damped + beta * known;
            seasonal[phase] += gamma * known;
            phase = (phase + 1) % seasonal.length;
        }

        double point(int step, double dampedSteps) {
            return level + dampedSteps * trend + seasonal[(phase + step - 1) % seasonal.length];
        }

        /** Multiples of the trend that it adds per step ahead: φ + φ² + … + φ^j. */
        double[] dampedSteps(int horizon) {
            double[] steps = new double[horizon];
            double damping = 1;
            double sum = 0;
            for (int j = 0; j < horizon; j++) {
                damping *= phi;
                sum += damping;
                steps[j] = sum;
            }
            return steps;
        }

        /** Standard deviation of the error per step ahead over that of one step: √(1 + Σ c²), c = α + β·φ_j + γ·[m | j]. */
        double[] spread(double[] dampedSteps) {
            double[] spread = new double[dampedSteps.length];
            double variance = 1;
            for (int j = 1; j <= spread.length; j++) {
                spread[j - 1] = Math.sqrt(variance);
                double weight = alpha + beta * dampedSteps[j - 1] + (j % seasonal.length == 0 ? gamma : 0);
                variance += weight * weight;
            }
            return spread;
        }
    }
}
