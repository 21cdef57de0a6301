package io.gatecast.core.train;

import java.util.List;

/** How much each origin counts: its scaled error in units of MASE, so that no series dominates; mean 1, bounded. */
final class SampleWeights {
    private static final double SMALLEST = 0.05;
    private static final double LARGEST = 10;

    private final double mean;

    SampleWeights(List<PreparedSeries> series) {
        double sum = 0;
        long count = 0;
        for (PreparedSeries s : series) {
            for (int row = 0; row + 1 < s.validationStart(); row++) {
                double weight = s.weight(row);
                if (weight > 0) {
                    sum += weight;
                    count++;
                }
            }
        }
        mean = count == 0 ? 1 : sum / count;
    }

    double of(PreparedSeries series, int row) {
        double weight = series.weight(row);
        return weight == 0 ? 0 : Math.max(SMALLEST, Math.min(LARGEST, weight / mean));
    }
}
