package io.gatecast.streams.process;

import io.gatecast.core.Forecaster;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.state.SeriesStore;

/**
 * One model on its way along the series of a task.
 *
 * @param artifact the model
 * @param forecaster takes its steps
 * @param store its series
 * @param issuer makes records of what follows from them
 */
record Line(Artifact artifact, Forecaster forecaster, SeriesStore store, Issuer issuer) {
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
                new Issuer(artifact, config, fixedStepMs));
    }
}
