package io.gatecast.streams.detect;

import io.gatecast.core.Observation;
import io.gatecast.core.Score;
import io.gatecast.core.anomaly.Detection;

/** Steps one series through its observations and says how unusual each is. */
sealed interface SeriesDetector permits JointSeries, ColumnwiseSeries {
    /** Whether the observation can be stepped through. */
    boolean accepts(Observation observation);

    /** Takes one step; the result is overwritten by the next. */
    Detection step(Observation observation);

    /** The column that spoke loudest in the latest step, judged by the forecast for it. */
    Score score();
}
