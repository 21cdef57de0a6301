package io.gatecast.core.train;

import java.util.ArrayList;
import java.util.List;

/** Finds seasonal periods as peaks of the autocorrelation of detrended values, averaged over series. */
final class SeasonFinder {
    private static final double WEAKEST = 0.3;
    /** A longer season must explain this much more than the shorter one it is a multiple of. */
    private static final double CLEARLY_MORE = 0.03;

    private static final int MOST_SERIES = 50;
    private static final int MOST_ROWS = 6_000;
    private static final int LONGEST = 1_100;

    private SeasonFinder() {}

    static List<Integer> find(List<TrainingSeries> series) {
        double[] correlation = meanAutocorrelation(series);
        List<Integer> seasons = new ArrayList<>();
        int first = strongestPeak(correlation);
        if (first == 0) {
            return seasons;
        }
        seasons.add(first);
        int best = 0;
        for (int multiple = 2 * first; multiple < correlation.length; multiple += first) {
            if (correlation[multiple] > correlation[first] + CLEARLY_MORE
                    && (best == 0 || correlation[multiple] > correlation[best] + CLEARLY_MORE)) {
                best = multiple;
            }
        }
        if (best != 0) {
            seasons.add(best);
        }
        return seasons;
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
