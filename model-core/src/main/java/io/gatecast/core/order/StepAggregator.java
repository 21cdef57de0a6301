package io.gatecast.core.order;

import io.gatecast.core.Observation;
import java.util.List;

/**
 * Makes one observation of the events of a fixed step. Events are taken in order of time, so the result does not depend on the
 * order in which they came. Known and static columns are those of the latest event.
 */
final class StepAggregator {
    private final List<Aggregation> aggregations;

    StepAggregator(List<Aggregation> aggregations) {
        this.aggregations = aggregations;
    }

    /** The observation at a step's beginning of the events from one index to another, which is not included. */
    Observation observation(Tail tail, int from, int to, long startMs) {
        double[] values = new double[aggregations.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = value(tail, from, to, c);
        }
        Observation latest = tail.get(to - 1);
        double[][] known = new double[latest.knownColumns()][];
        for (int c = 0; c < known.length; c++) {
            known[c] = new double[latest.knownSteps(c)];
            for (int k = 0; k < known[c].length; k++) {
                known[c][k] = latest.known(c, k);
            }
        }
        double[] statics = new double[latest.staticColumns()];
        for (int c = 0; c < statics.length; c++) {
            statics[c] = latest.staticCode(c);
        }
        return new Observation(startMs, values, known, statics);
    }

    private double value(Tail tail, int from, int to, int column) {
        Aggregation aggregation = aggregations.get(column);
        double folded = aggregation.ofNone();
        int count = 0;
        for (int i = from; i < to; i++) {
            double value = tail.value(i, column);
            if (!Double.isNaN(value)) {
                folded = count == 0 ? aggregation.first(value) : aggregation.add(folded, value);
                count++;
            }
        }
        double result = count == 0 ? folded : aggregation.finish(folded, count);
        return Math.max(-Observation.MAX_MAGNITUDE, Math.min(Observation.MAX_MAGNITUDE, result));
    }
}
