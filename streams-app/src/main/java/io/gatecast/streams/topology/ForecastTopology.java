package io.gatecast.streams.topology;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import java.util.Properties;
import org.apache.kafka.streams.Topology;

/** The whole processing graph. */
public final class ForecastTopology {
    private final Topology topology;
    private final Properties settings;

    private ForecastTopology(Topology topology, Properties settings) {
        this.topology = topology;
        this.settings = settings;
    }

    /**
     * Builds the graph.
     *
     * @param config configuration
     * @param artifact model to forecast with
     * @return the graph with its settings
     * @throws org.apache.kafka.common.config.ConfigException if the configuration does not fit the model
     */
    public static ForecastTopology build(GatecastConfig config, Artifact artifact) {
        throw new UnsupportedOperationException();
    }

    /**
     * The graph.
     *
     * @return what {@link org.apache.kafka.streams.KafkaStreams} runs
     */
    public Topology topology() {
        return topology;
    }

    /**
     * What Kafka Streams is to be configured with to run the graph.
     *
     * @return settings, a copy
     */
    public Properties settings() {
        Properties copy = new Properties();
        copy.putAll(settings);
        return copy;
    }
}
