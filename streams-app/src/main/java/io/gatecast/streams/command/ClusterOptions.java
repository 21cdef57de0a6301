package io.gatecast.streams.command;

import io.gatecast.streams.client.Cluster;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** The options that say where Kafka and the schema registry are. */
final class ClusterOptions {
    private static final String REGISTRY_URL = "schema.registry.url";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to connect to first (default: ${DEFAULT-VALUE}).")
    private String bootstrapServers = "localhost:9092";

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry (default: ${DEFAULT-VALUE}).")
    private String registryUrl = "http://localhost:8081";

    @Option(
            names = "--kafka",
            paramLabel = "NAME=VALUE",
            description = "Further setting of the Kafka clients, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> kafka = Map.of();

    @Option(
            names = "--registry",
            paramLabel = "NAME=VALUE",
            description = "Further setting of the Avro serializers and the registry's client; may be repeated.")
    private Map<String, String> registry = Map.of();

    /** Returns the cluster that the options describe. */
    Cluster cluster() {
        Map<String, String> clientConfig = new HashMap<>(kafka);
        clientConfig.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        Map<String, String> registryConfig = new HashMap<>(registry);
        registryConfig.put(REGISTRY_URL, registryUrl);
        return new Cluster(clientConfig, registryConfig);
    }
}
