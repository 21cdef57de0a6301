package io.gatecast.streams.command;

import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.RegistryLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** The options that say where Kafka and the schema registry are. */
final class ClusterOptions {
    private static final String REGISTRY_URL = "schema.registry.url";
    private static final String DEFAULT_SERVERS = "localhost:9092";
    private static final String DEFAULT_REGISTRY = "http://localhost:8081";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Properties file as for run: where Kafka and the registry are and how to log in is taken from it and"
                            + " from GATECAST_* variables, so that no password is on the command line.")
    private Optional<Path> file;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to connect to first (default: the file's, or else " + DEFAULT_SERVERS + ").")
    private Optional<String> bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry (default: the file's, or else " + DEFAULT_REGISTRY + ").")
    private Optional<String> registryUrl;

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

    /** Returns the cluster that the file and, before it, the options describe. */
    Cluster cluster() {
        Map<String, Object> clientConfig = new HashMap<>();
        Map<String, Object> registryConfig = new HashMap<>();
        clientConfig.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVERS);
        registryConfig.put(REGISTRY_URL, DEFAULT_REGISTRY);
        file.map(ClusterOptions::load).ifPresent(config -> {
            clientConfig.putAll(config.clientSettings());
            registryConfig.putAll(config.registrySettings());
        });
        clientConfig.putAll(kafka);
        registryConfig.putAll(registry);
        bootstrapServers.ifPresent(servers -> clientConfig.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers));
        registryUrl.ifPresent(url -> registryConfig.put(REGISTRY_URL, url));
        return new Cluster(clientConfig, RegistryLogin.outOfAddress(registryConfig));
    }

    private static GatecastConfig load(Path file) {
        try {
            return GatecastConfig.load(file, System.getenv(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the settings in " + file + ": " + e, e);
        }
    }
}
