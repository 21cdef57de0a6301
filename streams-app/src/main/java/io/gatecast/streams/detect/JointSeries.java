package io.gatecast.streams.detect;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.Score;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.Detection;

/** A series all of whose columns one model takes. */
final class JointSeries implements SeriesDetector {
    private final Forecaster forecaster;
    private final SeriesState state;
    private Score score;

    JointSeries(Forecaster forecaster) {
        this.forecaster = forecaster;
        state = forecaster.initialState();
    }

    @Override
    public boolean accepts(Observation observation) {
        return forecaster.accepts(state, observation);
    }

    @Override
    public Detection step(Observation observation) {
        Step step = forecaster.step(state, observation);
        Detection detection = step.detection().orElseThrow();
        score = step.scores().get(detection.column());
        return detection;
    }

    @Override
    public Score score() {
        return score;
    }
}
