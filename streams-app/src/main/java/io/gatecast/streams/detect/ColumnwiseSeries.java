package io.gatecast.streams.detect;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.Score;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.anomaly.JointDetector;
import java.util.List;
import java.util.stream.IntStream;

/** A series whose columns are forecast one by one, by a model of a single column, and judged together. */
final class ColumnwiseSeries implements SeriesDetector {
    private final List<Forecaster> forecasters; // one each, because every score is read after all have stepped
    private final List<SeriesState> states;
    private final JointDetector joint;
    private final Score[] scores;
    private final double[] observed;
    private final double[] expected;
    private Score score;

    ColumnwiseSeries(List<Forecaster> forecasters, DetectorSettings settings) {
        this.forecasters = forecasters;
        states = forecasters.stream().map(Forecaster::initialState).toList();
        joint = new JointDetector(settings, forecasters.size());
        scores = new Score[forecasters.size()];
        observed = new double[scores.length];
        expected = new double[scores.length];
    }

    private static Observation column(Observation observation, int c) {
        return new Observation(observation.timestampMs(), observation.value(c));
    }

    @Override
    public boolean accepts(Observation observation) {
        return IntStream.range(0, states.size())
                .allMatch(c -> forecasters.get(c).accepts(states.get(c), column(observation, c)));
    }

    @Override
    public Detection step(Observation observation) {
        for (int c = 0; c < scores.length; c++) {
            Step step = forecasters.get(c).step(states.get(c), column(observation, c));
            scores[c] = step.score();
            joint.take(c, step.detection().orElseThrow());
            observed[c] = scores[c].observed();
            expected[c] = scores[c].expected();
        }
        Detection detection = joint.conclude(observation.timestampMs(), observed, expected);
        score = scores[detection.column()];
        return detection;
    }

    @Override
    public Score score() {
        return score;
    }
}
