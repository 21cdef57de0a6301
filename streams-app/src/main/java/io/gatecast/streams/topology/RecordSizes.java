package io.gatecast.streams.topology;

import io.gatecast.core.Forecaster;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import org.apache.kafka.common.config.ConfigException;

/**
 * The largest records that are written with a model. What producers refuse would end the application, and a state grows to its
 * full size only in the course of a season or two.
 */
final class RecordSizes {
    /** Key, headers, names and counts. */
    private static final int SURROUNDINGS = 4 << 10;

    private final GatecastConfig config;
    private final Artifact artifact;
    private final ModelSpec model;

    RecordSizes(GatecastConfig config, Artifact artifact) {
        this.config = config;
        this.artifact = artifact;
        this.model = artifact.model().spec();
    }

    /**
     * Checks that all of them can be written.
     *
     * @throws ConfigException naming the first that cannot
     */
    void require() {
        require("states of series", state());
        require("forecasts", forecast());
        if (model.roles().known().isEmpty()) { // with known columns, checkpoints are written more often
            require("observations between two checkpoints (checkpoint.every)", tail());
        }
    }

    private long state() {
        return new SeriesStateCodec(
                        new Forecaster(artifact.model(), config.detection(), config.ledger()), artifact.id())
                .fullSize();
    }

    private long forecast() {
        return (long) model.horizon() * (model.levels().size() + 1) * Double.BYTES;
    }

    private long tail() {
        return (long) config.checkpointEvery()
                * (Long.BYTES
                        + (model.columns().size() + model.roles().statics().size()) * Double.BYTES);
    }

    private void require(String what, long bytes) {
        if (bytes + SURROUNDINGS > config.maxRequestSize()) {
            throw new ConfigException(what + " take up to " + bytes + " bytes with this model, but records may have "
                    + config.maxRequestSize() + ": raise kafka.producer.max.request.size, and the brokers'"
                    + " message.max.bytes");
        }
    }
}
