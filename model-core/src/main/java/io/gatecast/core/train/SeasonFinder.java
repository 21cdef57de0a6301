package io.gatecast.core.train;

import java.util.ArrayList;
import java.util.List;

/** Finds seasonal periods as peaks of the autocorrelation of detrended values, averaged over series. */
final class SeasonFinder {
    private static final double WEAKEST = 0.3;
    /** How much smaller the error of repeating a longer season must be than at the multiples beside it. */
    private static final double CLEARLY_SMALLER = 0.93;

    /** Hour, day and week. */
    private static final long[] CALENDAR_MS = {3_600_000L, 86_400_000L, 604_800_000L};

    private static final int MOST_SERIES = 50;
    private static final int MOST_ROWS = 6_000;
    private static final int LONGEST = 1_100;

    private SeasonFinder() {}

    /**
     * Finds at most two seasons.
     *
     * @param series the data
     * @param stepMs length of a step in milliseconds, 0 if unknown
     * @return periods in steps, ascending
     */
    static List<Integer> find(List<TrainingSeries> series, long stepMs) {
        double[] correlation = meanAutocorrelation(series);
        List<Integer> seasons = new ArrayList<>();
        int first = toCalendar(strongestPeak(correlation), stepMs);
        if (first == 0) {
            return seasons;
        }
        seasons.add(first);
        int longer = distinguishedMultiple(series, first);
        if (longer != 0) {
            seasons.add(longer);
        }
        return seasons;
    }

    /** A slow drift moves a peak by a step or so: a period next to one of the calendar's means that one. */
    private static int toCalendar(int period, long stepMs) {
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

    /** The multiple of a season at which series repeat clearly better than at its neighbours; 0 if there is none. */
    private static int distinguishedMultiple(List<TrainingSeries> series, int season) {
        int multiples = LONGEST / season;
        double[] sum = new double[multiples + 1];
        int[] count = new int[multiples + 1];
        int stride = Math.max(1, series.size() / MOST_SERIES);
        int sampled = 0;
        for (int i = 0; i < series.size(); i += stride, sampled++) {
            addShares(series.get(i), season, sum, count);
        }
        double smallest = CLEARLY_SMALLER;
        for (int m = 2; m < multiples; m++) {
            if (2 * count[m] >= sampled) {
                smallest = Math.min(smallest, sum[m] / count[m]);
            }
        }
        for (int m = 2; m < multiples && smallest < CLEARLY_SMALLER; m++) {
            if (2 * count[m] >= sampled && sum[m] / count[m] < (1 + smallest) / 2) {
                return m * season;
            }
        }
        return 0;
    }

    /** For each multiple: the error of repeating it, as a share of the mean of the errors at the multiples beside it. */
    private static void addShares(TrainingSeries s, int season, double[] sum, int[] count) {
        int multiples = Math.min(sum.length - 1, s.rows() / 2 / season);
        double[] error = new double[multiples + 1];
        for (int m = 1; m <= multiples; m++) {
            error[m] = repeatError(s, m * season);
        }
        for (int m = 2; m < multiples; m++) {
            double beside = (error[m - 1] + error[m + 1]) / 2;
            if (beside > 0) {
                sum[m] += error[m] / beside;
                count[m]++;
            }
        }
    }

    /** Mean absolute error of repeating the value a lag before, the drift over the lag taken out. */
    private static double repeatError(TrainingSeries s, int lag) {
        int from = Math.max(lag, s.rows() - MOST_ROWS);
        double drift = 0;
        int count = 0;
        for (int row = from; row < s.rows(); row++) {
            double difference = s.value(0, row) - s.value(0, row - lag);
            if (!Double.isNaN(difference)) {
                drift += difference;
                count++;
            }
        }
        double sum = 0;
        for (int row = from; row < s.rows(); row++) {
            double difference = s.value(0, row) - s.value(0, row - lag);
            if (!Double.isNaN(difference)) {
                sum += Math.abs(difference - drift / count);
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The shortest lag whose peak is nearly as high as the highest among the short seasons. */
    private static int strongestPeak(double[] correlation) {
        int longest = Math.min(correlation.length - 2, 400);
        double highest = 0;
        for (int lag = 2; lag <= longest; lag++) {
            if (isPeak(correlation, lag)) {
                highest = Math.max(highest, correlation[lag]);
            }
        }
        for (int lag = 2; lag <= longest; lag++) {
            if (isPeak(correlation, lag) && correlation[lag] >= Math.max(WEAKEST, 0.75 * highest)) {
                return lag;
            }
        }
        return 0;
    }

    private static boolean isPeak(double[] correlation, int lag) {
        return correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1];
    }

    private static double[] meanAutocorrelation(List<TrainingSeries> series) {
        int stride = Math.max(1, series.size() / MOST_SERIES);
        int longest = 0;
        for (int i = 0; i < series.size(); i += stride) {
            longest = Math.max(longest, Math.min(LONGEST, Math.min(series.get(i).rows(), MOST_ROWS) / 3));
        }
        double[] sum = new double[longest + 1];
        int[] count = new int[longest + 1];
        for (int i = 0; i < series.size(); i += stride) {
            double[] correlation = autocorrelation(series.get(i));
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

    private static double[] autocorrelation(TrainingSeries s) {
        int rows = Math.min(s.rows(), MOST_ROWS);
        double[] x = detrended(s, rows);
        int longest = Math.min(LONGEST, rows / 3);
        double[] correlation = new double[longest + 1];
        double power = 0;
        for (double value : x) {
            power += value * value;
        }
        if (power == 0) {
            return correlation;
        }
        for (int lag = 0; lag <= longest; lag++) {
            double product = 0;
            for (int i = lag; i < rows; i++) {
                product += x[i] * x[i - lag];
            }
            correlation[lag] = product / power * rows / (rows - lag);
        }
        return correlation;
    }

    /** The latest rows less a straight line, missing values carried forward, outliers pulled in. */
    private static double[] detrended(TrainingSeries s, int rows) {
        double[] x = new double[rows];
        double last = 0;
        for (int i = 0; i < rows; i++) {
            double value = s.value(0, s.rows() - rows + i);
            last = Double.isNaN(value) ? last : value;
            x[i] = last;
        }
        double meanX = 0;
        for (double value : x) {
            meanX += value / rows;
        }
        double middle = (rows - 1) / 2.0;
        double slope = 0;
        double spread = 0;
        for (int i = 0; i < rows; i++) {
            slope += (i - middle) * (x[i] - meanX);
            spread += (i - middle) * (i - middle);
        }
        slope = spread == 0 ? 0 : slope / spread;
        double squares = 0;
        for (int i = 0; i < rows; i++) {
            x[i] -= meanX + slope * (i - middle);
            squares += x[i] * x[i] / rows;
        }
        double limit = 3 * Math.sqrt(squares);
        for (int i = 0; i < rows; i++) {
            x[i] = Math.max(-limit, Math.min(limit, x[i]));
        }
        return x;
    }
}
