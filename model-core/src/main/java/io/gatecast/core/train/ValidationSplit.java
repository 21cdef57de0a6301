package io.gatecast.core.train;

import java.util.List;

/**
 * Where the validation part of each series starts.
 *
 * <p>It is the most recent tenth, at least a horizon, at most a quarter. Where there are many series only every few give one
 * and the others are learned to their ends: that is enough to tell models apart, and what a series did last matters most to
 * its forecast.
 */
final class ValidationSplit {
    private static final double SHARE = 0.1;
    private static final int FEWEST_SERIES = 20;
    /** Of so many series at least one gives a validation part. */
    static final int SPARSEST = 8;

    private ValidationSplit() {}

    /** First row of the validation part per series; the number of rows where there is none. */
    static int[] starts(List<TrainingSeries> series, int horizon) {
        int every = Math.max(1, Math.min(SPARSEST, series.size() / FEWEST_SERIES));
        int[] starts = new int[series.size()];
        for (int i = 0; i < starts.length; i++) {
            int rows = series.get(i).rows();
            starts[i] = i % every == 0 ? start(rows, horizon) : rows;
        }
        return starts;
    }

    /** First row of the most recent part of so many rows. */
    static int start(int rows, int horizon) {
        int wanted = (int) Math.max(horizon, Math.round(rows * SHARE));
        return rows - Math.min(wanted, rows / 4);
    }
}
