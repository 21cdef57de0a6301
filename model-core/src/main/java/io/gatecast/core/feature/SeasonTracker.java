package io.gatecast.core.feature;

import io.gatecast.core.scale.Window;

/**
 * Finds seasons in the latest values of a single series, again and again as it goes on.
 *
 * <p>The mean absolute difference between values a lag apart is small at a season. Judged are its local minima, against the
 * mean over all shorter lags, as in the pitch tracker YIN, and against lags half a period away. A longer season is a
 * multiple of the first at which values repeat better than at the multiples beside it. A season stays while it is nearly as
 * good as one found close to it. Values are looked at without their straight line, those far out pulled in.
 *
 * @see <a href="https://doi.org/10.1121/1.1458024">de Cheveigné and Kawahara 2002, YIN</a>
 */
final class SeasonTracker {
    /** Longest season that is looked for, in steps. */
    static final int LONGEST = 336;

    /** Values looked at. */
    private static final int MOST_VALUES = 720;

    private static final int FEWEST_VALUES = 16;

    /** Largest share of the mean difference that is left at a season. */
    private static final double CLEAR = 0.75;

    /** A minimum that falls short of the deepest by this share of its depth is as good if it is shorter. */
    private static final double NEARLY_AS_DEEP = 0.3;

    /** Largest share of the difference at the multiples beside it that is left at a longer season. */
    private static final double CLEAR_MULTIPLE = 0.9;

    /** A season is kept while the difference at a close one is not smaller by more than this factor. */
    private static final double STAYING = 1.03;

    /** Seasons are close if they differ by one part in so many. */
    private static final int CLOSE = 10;

    private static final double FAR_OUT = 3;

    private SeasonTracker() {}

    /** Whether to look after so many steps: early on more often, later regularly. */
    static boolean isDue(long steps) {
        int every =
                steps < FEWEST_VALUES ? Integer.MAX_VALUE : steps < 64 ? 16 : steps < 128 ? 32 : steps < 512 ? 64 : 128;
        return steps % every == 0;
    }

    /**
     * Looks for a season and a longer one.
     *
     * @param window values of the series
     * @param seasons the seasons found before in steps, 0 for none; overwritten by those found now [2]
     */
    static void look(Window window, int[] seasons) {
        int values = Math.min(window.available(), MOST_VALUES);
        int longest = Math.min(LONGEST + LONGEST / 7, values * 4 / 7);
        float[] x = new float[values];
        int before = seasons[0];
        seasons[0] = 0;
        seasons[1] = 0;
        if (values < FEWEST_VALUES || !prepare(window, x)) {
            return;
        }
        float[] difference = differences(x, longest);
        int first = first(difference, longest, values);
        if (first == 0) {
            return;
        }
        boolean close = before > 0 && before <= longest && Math.abs(first - before) <= Math.max(1, first / CLOSE);
        if (close && difference[before] <= STAYING * difference[first]) {
            first = before;
        }
        seasons[0] = first;
        seasons[1] = multiple(difference, first, longest, values);
    }

    /** Fills in the values, newest first, without their straight line and not too far out; false if they hardly differ. */
    private static boolean prepare(Window window, float[] x) {
        int n = x.length;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += window.at(i);
        }
        mean /= n;
        double middle = (n - 1) / 2.0;
        double slope = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            slope += (i - middle) * (window.at(i) - mean);
            spread += (i - middle) * (i - middle);
        }
        slope /= spread;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double rest = window.at(i) - mean - slope * (i - middle);
            squares += rest * rest;
        }
        double limit = FAR_OUT * Math.sqrt(squares / n);
        if (!(limit > 1e-6 * Math.abs(mean)) || Double.isInfinite(limit)) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            double rest = window.at(i) - mean - slope * (i - middle);
            x[i] = (float) (Math.max(-limit, Math.min(limit, rest)) / limit);
        }
        return true;
    }

    /** Mean absolute difference per lag from 1. */
    private static float[] differences(float[] x, int longest) {
        float[] sum = new float[longest + 1];
        for (int i = 0; i + 1 < x.length; i++) {
            addDifferences(x, i, Math.min(longest, x.length - 1 - i), sum);
        }
        for (int lag = 1; lag <= longest; lag++) {
            sum[lag] /= x.length - lag;
        }
        return sum;
    }

    private static void addDifferences(float[] x, int at, int longest, float[] sum) {
        float value = x[at];
        for (int lag = 1; lag <= longest; lag++) {
            sum[lag] += Math.abs(value - x[at + lag]);
        }
    }

    private static int first(float[] difference, int longest, int values) {
        int last = Math.min(Math.min(LONGEST, longest - 1), values / 2);
        double[] left = new double[last + 1];
        double deepest = 1;
        double sum = difference[1];
        for (int lag = 2; lag <= last; lag++) {
            sum += difference[lag];
            left[lag] = 1;
            if (difference[lag] < difference[lag - 1] && difference[lag] <= difference[lag + 1]) {
                float before = difference[lag - lag / 2];
                float after = difference[Math.min(longest, lag + lag / 2)];
                left[lag] = difference[lag] / Math.min(sum / lag, (before + after) / 2);
                deepest = Math.min(deepest, left[lag]);
            }
        }
        double enough = Math.min(CLEAR, deepest + NEARLY_AS_DEEP * (1 - deepest));
        for (int lag = 2; lag <= last; lag++) {
            if (left[lag] < 1 && left[lag] <= enough) {
                return deepestNear(left, lag);
            }
        }
        return 0;
    }

    /** Noise makes several minima of one. */
    private static int deepestNear(double[] left, int lag) {
        int deepest = lag;
        for (int near = lag + 1; near < left.length && near <= lag + lag / CLOSE; near++) {
            if (left[near] > 0 && left[near] < left[deepest]) {
                deepest = near;
            }
        }
        return deepest;
    }

    private static int multiple(float[] difference, int season, int longest, int values) {
        int most = Math.min(LONGEST, longest) / season;
        double[] left = new double[most + 1];
        double smallest = CLEAR_MULTIPLE;
        for (int m = 2; m <= most; m++) {
            int lag = m * season;
            left[m] = 1;
            if (lag + season <= longest && 8 * lag <= 5 * values) {
                left[m] = difference[lag] / ((difference[lag - season] + difference[lag + season]) / 2);
                smallest = Math.min(smallest, left[m]);
            }
        }
        for (int m = 2; m <= most && smallest < CLEAR_MULTIPLE; m++) {
            if (left[m] < (1 + smallest) / 2) {
                return m * season;
            }
        }
        return 0;
    }
}
