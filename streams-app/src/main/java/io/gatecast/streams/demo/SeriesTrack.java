package io.gatecast.streams.demo;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.Arrays;
import java.util.List;

/** What one series reported and what was forecast for it, row by row. */
final class SeriesTrack {
    private static final double[] BANDS = {0.8, 0.9, 0.95};
    /** Per horizon kept: point forecast, then lower and upper bound of every band. */
    private static final int NUMBERS = 1 + 2 * BANDS.length;

    private final String key;
    private final int season;
    private long[] timestampsMs = new long[1024];
    private double[] values = new double[1024];
    private double[] next = new double[1024 * NUMBERS];
    private double[] farthest = new double[1024 * NUMBERS];
    private int rows;
    private int latestForecastRow = -1;

    SeriesTrack(String key, int season) {
        this.key = key;
        this.season = season;
    }

    String key() {
        return key;
    }

    void observe(long timestampMs, double value) {
        if (rows == values.length) {
            timestampsMs = Arrays.copyOf(timestampsMs, rows * 2);
            values = Arrays.copyOf(values, rows * 2);
            next = Arrays.copyOf(next, rows * 2 * NUMBERS);
            farthest = Arrays.copyOf(farthest, rows * 2 * NUMBERS);
        }
        timestampsMs[rows] = timestampMs;
        values[rows] = value;
        Arrays.fill(next, rows * NUMBERS, (rows + 1) * NUMBERS, Double.NaN);
        Arrays.fill(farthest, rows * NUMBERS, (rows + 1) * NUMBERS, Double.NaN);
        rows++;
    }

    /** Takes a forecast; one that revises an earlier one for the same moment replaces it. */
    void forecast(Forecast forecast) {
        int row = Arrays.binarySearch(timestampsMs, 0, rows, forecast.getIssuedAtMs());
        if (row < 0) {
            throw new IllegalStateException(
                    "forecast of " + key + " at a time without observation, " + forecast.getIssuedAtMs() + " ms");
        }
        latestForecastRow = Math.max(latestForecastRow, row);
        if (forecast.getWarmup()) {
            return;
        }
        List<ForecastStep> steps = forecast.getSteps();
        keep(steps.get(0), forecast.getLevels(), next, row);
        keep(steps.get(steps.size() - 1), forecast.getLevels(), farthest, row);
    }

    private static void keep(ForecastStep step, List<Double> levels, double[] kept, int row) {
        int at = row * NUMBERS;
        kept[at++] = step.getMean();
        for (double band : BANDS) {
            kept[at++] = quantile(step, levels, (1 - band) / 2);
            kept[at++] = quantile(step, levels, (1 + band) / 2);
        }
    }

    private static double quantile(ForecastStep step, List<Double> levels, double level) {
        for (int i = 0; i < levels.size(); i++) {
            if (Math.abs(levels.get(i) - level) < 1e-9) {
                return step.getQuantiles().get(i);
            }
        }
        return Double.NaN;
    }

    /** Returns the last value that was not missing, NaN if there is none. */
    double lastValue() {
        for (int row = rows - 1; row >= 0; row--) {
            if (!Double.isNaN(values[row])) {
                return values[row];
            }
        }
        return Double.NaN;
    }

    /** Returns point forecast, lower and upper 90 % bound for the next value; NaN during warm-up. */
    double[] nextWithBand90() {
        if (latestForecastRow < 0) {
            return new double[] {Double.NaN, Double.NaN, Double.NaN};
        }
        int at = latestForecastRow * NUMBERS;
        return new double[] {next[at], next[at + 3], next[at + 4]};
    }

    /** Adds up the errors of the forecasts one step ahead. */
    ErrorSum errorsOfNext() {
        return errors(next, 1);
    }

    /** Adds up the errors of the forecasts for the last step of the horizon. */
    ErrorSum errorsOfFarthest(int horizon) {
        return errors(farthest, horizon);
    }

    private ErrorSum errors(double[] forecasts, int step) {
        ErrorSum sum = new ErrorSum();
        int back = season * ((step + season - 1) / season);
        for (int row = Math.max(0, back - step); row + step < rows; row++) {
            int target = row + step;
            double reference = values[target - back];
            double mean = forecasts[row * NUMBERS];
            double outcome = values[target];
            boolean comparable = !Double.isNaN(mean) && !Double.isNaN(outcome) && !Double.isNaN(reference);
            if (comparable) {
                sum.add(outcome, mean, reference, forecasts, row * NUMBERS + 1);
            }
        }
        return sum;
    }

    /** Errors of model and reference over the same outcomes. */
    static final class ErrorSum {
        private long outcomes;
        private double model;
        private double reference;
        private final long[] covered = new long[BANDS.length];
        private final long[] banded = new long[BANDS.length];

        private void add(double outcome, double mean, double referenceValue, double[] bounds, int at) {
            outcomes++;
            model += Math.abs(outcome - mean);
            reference += Math.abs(outcome - referenceValue);
            for (int band = 0; band < BANDS.length; band++) {
                double lower = bounds[at + 2 * band];
                double upper = bounds[at + 2 * band + 1];
                if (!Double.isNaN(lower) && !Double.isNaN(upper)) {
                    banded[band]++;
                }
                if (outcome >= lower && outcome <= upper) {
                    covered[band]++;
                }
            }
        }

        long outcomes() {
            return outcomes;
        }

        /** Returns whether the reference erred at all, without which there is nothing to compare with. */
        boolean hasReference() {
            return reference > 0;
        }

        /** Returns the model's error as a share of the reference's. */
        double relativeError() {
            return hasReference() ? model / reference : Double.NaN;
        }

        long covered(int band) {
            return covered[band];
        }

        /** Returns the number of outcomes for which there was such a band. */
        long banded(int band) {
            return banded[band];
        }
    }
}
