package io.gatecast.streams.process;

import io.gatecast.core.Forecaster;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.state.SeriesStore;

/**
 * A model at work on the series of a task.
 *
 * @param artifact the model
 * @param forecaster takes its steps
 * @param store its series
 * @param records makes records of its steps
 */
record Line(Artifact artifact, Forecaster forecaster, SeriesStore store, StepRecords records) {
    /** Opens the series of a model. */
    interface Opening {
        SeriesStore open(Forecaster forecaster, String modelId);
    }

    static Line of(Artifact artifact, GatecastConfig config, StepRecords records, Opening opening) {
        Forecaster forecaster = new Forecaster(artifact.model(), config.detection(), config.ledger());
        return new Line(artifact, forecaster, opening.open(forecaster, artifact.id()), records);
    }
}
