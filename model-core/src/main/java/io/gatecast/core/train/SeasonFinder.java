package io.gatecast.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the seasons of a set of series.
 *
 * <p>The first is a peak of the autocorrelation, averaged over series, at which repeating the past is better than half a
 * period earlier or later. The second is a multiple of the first at which it is better than at the multiples beside it.
 * Series are looked at without their straight line and with outliers pulled in.
 */
final class SeasonFinder {
    /** Least autocorrelation of a season. */
    private static final double WEAKEST = 0.3;

    /** How much smaller the error of repeating a season must be than that of repeating half a period more or less. */
    private static final double SMALLER = 0.95;

    /** How much smaller the error of repeating a longer season must be than at the multiples beside it. */
    private static final double CLEARLY_SMALLER = 0.93;

    /** A peak this share of the highest is as good, if it is shorter. */
    private static final double AS_HIGH = 0.75;

    /** Values further from the middle than so many median deviations are pulled in. */
    private static final double OUTLIER = 6;

    /** Hour, day and week. */
    private static final long[] CALENDAR_MS = {3_600_000L, 86_400_000L, 604_800_000L};

    private static final int MOST_SERIES = 50;
    private static final int MOST_ROWS = 6_000;
    private static final int LONGEST_FIRST = 400;
    private static final int LONGEST = 1_100;

    private final List<double[]> samples = new ArrayList<>();
    private final long stepMs;

    private SeasonFinder(List<TrainingSeries> series, long stepMs) {
        this.stepMs = stepMs;
        int stride = Math.max(1, series.size() / MOST_SERIES);
        for (int i = 0; i < series.size(); i += stride) {
            for (int target = 0; target < series.get(i).roles().targets().size(); target++) {
                samples.add(cleaned(series.get(i), target));
            }
        }
    }

    /**
     * Finds at most two seasons.
     *
     * @param series the data
     * @param stepMs length of a step in milliseconds, 0 if unknown
     * @return periods in steps, ascending
     */
    static List<Integer> find(List<TrainingSeries> series, long stepMs) {
        SeasonFinder finder = new SeasonFinder(series, stepMs);
        int first = finder.first();
        if (first == 0) {
            return List.of();
        }
        int second = finder.second(first);
        return second == 0 ? List.of(first) : List.of(first, second);
    }

    private int first() {
        double[] correlation = meanAutocorrelation();
        int longest = Math.min(correlation.length - 2, LONGEST_FIRST);
        double highest = 0;
        for (int lag = 2; lag <= longest; lag++) {
            if (isPeak(correlation, lag)) {
                highest = Math.max(highest, correlation[lag]);
            }
        }
        for (int lag = 2; lag <= longest; lag++) {
            if (isPeak(correlation, lag) && correlation[lag] >= Math.max(WEAKEST, AS_HIGH * highest)) {
                int period = toCalendar(lag);
                if (meanShare(period, period - period / 2, period + period / 2) < SMALLER) {
                    return period;
                }
            }
        }
        return 0;
    }

    private static boolean isPeak(double[] correlation, int lag) {
        return correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1];
    }

    /** A slow drift moves a peak by a step or so: a period next to one of the calendar's means that one. */
    private int toCalendar(int period) {
        for (long calendarMs : CALENDAR_MS) {
            if (stepMs > 0 && calendarMs % stepMs == 0) {
                long steps = calendarMs / stepMs;
                if (period >= 10 && Math.abs(period - steps) <= Math.max(1, steps / 24)) {
                    return (int) steps;
                }
            }
        }
        return period;
    }

    /** The shortest multiple of a season that is nearly as distinguished as the most distinguished; 0 if there is none. */
    private int second(int season) {
        int multiples = LONGEST / season;
        double[] share = new double[multiples + 1];
        double smallest = CLEARLY_SMALLER;
        for (int m = 2; m < multiples; m++) {
            share[m] = meanShare(m * season, (m - 1) * season, (m + 1) * season);
            smallest = Math.min(smallest, share[m]);
        }
        for (int m = 2; m < multiples && smallest < CLEARLY_SMALLER; m++) {
            if (share[m] < (1 + smallest) / 2) {
                return m * season;
            }
        }
        return 0;
    }

    /**
     * Error of repeating a lag as a share of the errors at two other lags, averaged over the series that are long enough; 1 if
     * fewer than half are.
     */
    private double meanShare(int lag, int shorter, int longer) {
        double sum = 0;
        int count = 0;
        for (double[] x : samples) {
            if (2 * longer <= x.length) {
                double beside = (repeatError(x, shorter) + repeatError(x, longer)) / 2;
                if (beside > 0) {
                    sum += repeatError(x, lag) / beside;
                    count++;
                }
            }
        }
        return 2 * count < samples.size() ? 1 : sum / count;
    }

    /** Mean absolute error of repeating the value a lag before, the drift over the lag taken out. */
    private static double repeatError(double[] x, int lag) {
        double drift = 0;
        for (int i = lag; i < x.length; i++) {
            drift += x[i] - x[i - lag];
        }
        drift /= x.length - lag;
        double sum = 0;
        for (int i = lag; i < x.length; i++) {
            sum += Math.abs(x[i] - x[i - lag] - drift);
        }
        return sum / (x.length - lag);
    }

    private double[] meanAutocorrelation() {
        int longest = 0;
        for (double[] x : samples) {
            longest = Math.max(longest, Math.min(LONGEST, x.length / 3));
        }
        double[] sum = new double[longest + 1];
        int[] count = new int[longest + 1];
        for (double[] x : samples) {
            double[] correlation = autocorrelation(x);
            for (int lag = 0; lag < correlation.length; lag++) {
                sum[lag] += correlation[lag];
                count[lag]++;
            }
        }
        for (int lag = 0; lag <= longest; lag++) {
            sum[lag] = count[lag] == 0 ? 0 : sum[lag] / count[lag];
        }
        return sum;
    }

    private static double[] autocorrelation(double[] x) {
        double[] correlation = new double[Math.min(LONGEST, x.length / 3) + 1];
        double power = 0;
        for (double value : x) {
            power += value * value;
        }
        for (int lag = 0; lag < correlation.length && power > 0; lag++) {
            double product = 0;
            for (int i = lag; i < x.length; i++) {
                product += x[i] * x[i - lag];
            }
            correlation[lag] = product / power * x.length / (x.length - lag);
        }
        return correlation;
    }

    /** The latest rows with missing values carried forward, outliers pulled in, less a straight line. */
    private static double[] cleaned(TrainingSeries s, int target) {
        int rows = Math.min(s.rows(), MOST_ROWS);
        double[] x = new double[rows];
        double last = 0;
        for (int i = 0; i < rows; i++) {
            double value = s.value(target, s.rows() - rows + i);
            last = Double.isNaN(value) ? last : value;
            x[i] = last;
        }
        pullInOutliers(x);
        subtractLine(x);
        return x;
    }

    private static void pullInOutliers(double[] x) {
        if (x.length == 0) {
            return;
        }
        double middle = median(x.clone());
        double[] distance = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            distance[i] = Math.abs(x[i] - middle);
        }
        double limit = OUTLIER * median(distance);
        for (int i = 0; i < x.length && limit > 0; i++) {
            x[i] = Math.max(middle - limit, Math.min(middle + limit, x[i]));
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void subtractLine(double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double middle = (x.length - 1) / 2.0;
        double slope = 0;
        double spread = 0;
        for (int i = 0; i < x.length; i++) {
            slope += (i - middle) * (x[i] - mean);
            spread += (i - middle) * (i - middle);
        }
        slope = spread == 0 ? 0 : slope / spread;
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean + slope * (i - middle);
        }
    }
}
