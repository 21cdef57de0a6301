package io.gatecast.streams.process;

import io.gatecast.core.Forecaster;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.encode.AnomalyEncoder;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.encode.LedgerEncoder;
import io.gatecast.streams.state.SeriesStore;

/**
 * One model on its way along the series of a task.
 *
 * @param artifact the model
 * @param forecaster takes its steps
 * @param store its series
 * @param encoder makes records of its forecasts
 * @param anomalies makes records of its alarms
 * @param ledger makes records of how its forecasts have done
 */
record Line(
        Artifact artifact,
        Forecaster forecaster,
        SeriesStore store,
        ForecastEncoder encoder,
        AnomalyEncoder anomalies,
        LedgerEncoder ledger) {
    /** Opens the series of a model. */
    interface Opening {
        SeriesStore open(Forecaster forecaster, String modelId);
    }

    static Line of(Artifact artifact, GatecastConfig config, long fixedStepMs, Opening opening) {
        Forecaster forecaster = new Forecaster(artifact.model(), config.detection(), config.ledger());
        return new Line(
                artifact,
                forecaster,
                opening.open(forecaster, artifact.id()),
                new ForecastEncoder(artifact, fixedStepMs),
                new AnomalyEncoder(artifact),
                new LedgerEncoder(artifact));
    }
}
