package io.gatecast.core.train;

import java.util.List;

/**
 * How much each origin counts for each target: its scaled error in units of MASE and, where values are logarithms, as much again as a share of
 * the value, so that no series dominates either measure; mean about 1, bounded.
 */
final class SampleWeights {
    private static final double SMALLEST = 0.05;
    private static final double LARGEST = 10;

    private final double[] meanScaled; // [target]
    private final double[] meanRelative;

    SampleWeights(List<PreparedSeries> series, int targets) {
        meanScaled = new double[targets];
        meanRelative = new double[targets];
        for (int t = 0; t < targets; t++) {
            average(series, t);
        }
    }

    private void average(List<PreparedSeries> series, int target) {
        double scaled = 0;
        double relative = 0;
        long count = 0;
        for (PreparedSeries s : series) {
            for (int row = 0; row + 1 < s.validationStart(); row++) {
                double weight = s.scaledErrorWeight(target, row);
                if (weight > 0) {
                    scaled += weight;
                    relative += s.relativeErrorWeight(target, row);
                    count++;
                }
            }
        }
        meanScaled[target] = scaled > 0 ? scaled / count : 1;
        meanRelative[target] = relative > 0 ? relative / count : Double.POSITIVE_INFINITY;
    }

    double of(PreparedSeries series, int target, int row) {
        double scaled = series.scaledErrorWeight(target, row) / meanScaled[target];
        if (scaled == 0) {
            return 0;
        }
        double relative = series.relativeErrorWeight(target, row) / meanRelative[target];
        double weight = Double.isInfinite(meanRelative[target]) ? scaled : (scaled + relative) / 2;
        return Math.max(SMALLEST, Math.min(LARGEST, weight));
    }
}
