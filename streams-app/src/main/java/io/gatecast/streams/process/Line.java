package io.gatecast.streams.process;

import io.gatecast.core.Forecaster;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.encode.AnomalyEncoder;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.state.SeriesStore;
import java.util.Optional;

/**
 * One model on its way along the series of a task.
 *
 * @param artifact the model
 * @param forecaster takes its steps
 * @param store its series
 * @param encoder makes records of its forecasts
 * @param anomalies makes records of its alarms
 */
record Line(
        Artifact artifact,
        Forecaster forecaster,
        SeriesStore store,
        ForecastEncoder encoder,
        AnomalyEncoder anomalies) {
    /** Opens the series of a model. */
    interface Opening {
        SeriesStore open(Forecaster forecaster, String modelId);
    }

    static Line of(Artifact artifact, Optional<DetectorSettings> detection, long fixedStepMs, Opening opening) {
        Forecaster forecaster = new Forecaster(artifact.model(), detection);
        return new Line(
                artifact,
                forecaster,
                opening.open(forecaster, artifact.id()),
                new ForecastEncoder(artifact, fixedStepMs),
                new AnomalyEncoder(artifact));
    }
}
