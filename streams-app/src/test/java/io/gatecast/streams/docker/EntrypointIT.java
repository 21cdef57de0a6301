package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatecast.schema.testing.RegistryProcess;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image's layout and entry script, with the environment of the compose stack, on this machine. */
class EntrypointIT {
    private static final int READINGS = 5 * 48;

    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void shouldForecastThePlantAsInTheStackAndStopWhenTold() throws IOException, InterruptedException {
        Path entrypoint = layOut();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                RegistryProcess registry = RegistryProcess.start(folder)) {
            Map<String, String> environment = environment("gatecast-1");
            environment.put("GATECAST_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            environment.put("GATECAST_SCHEMA_REGISTRY_URL", registry.url());
            environment.put("GATECAST_STATE_DIR", folder.resolve("state").toString());
            environment.put("GATECAST_HTTP_PORT", "0"); // whatever is free here
            environment.put("GATECAST_HTTP_HOST", "127.0.0.1");
            String readings = folder.resolve("plant.csv").toString();

            run(entrypoint, environment, "topics", "create", "--partitions", "6");
            run(entrypoint, environment, "simulate", "--output", readings, "--sensors", "5", "--days", "1");
            run(
                    entrypoint,
                    environment,
                    "feed",
                    "--input",
                    readings,
                    "--topic",
                    "plant",
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--schema-registry",
                    registry.url());
            Process instance = start(entrypoint, environment, "run");
            try {
                assertThat(committed(broker, instance)).isEqualTo(READINGS);

                String started = Files.readString(Path.of("/proc/" + instance.pid() + "/cmdline"));
                assertThat(started)
                        .contains("java")
                        .contains("-XX:MaxRAMPercentage=50")
                        .contains("-Xmx256m");
                assertThat(get("/health/live").statusCode()).isEqualTo(200);
                assertThat(get("/health/ready").statusCode()).isEqualTo(200);
                assertThat(get("/metrics").body()).contains("gatecast_forecasts_total");
                instance.destroy(); // SIGTERM, to the script's own process
                assertThat(instance.waitFor(40, TimeUnit.SECONDS)).isTrue();
                assertThat(instance.exitValue()).isEqualTo(143);
                assertThat(log()).contains("issued " + READINGS + " forecasts");
            } finally {
                instance.destroyForcibly();
            }
        }
    }

    /** Puts files where the Dockerfile puts them. */
    private Path layOut() throws IOException {
        Path home = Files.createDirectory(folder.resolve("gatecast"));
        Path libraries = Files.createDirectory(home.resolve("lib"));
        Path entrypoint = home.resolve("entrypoint");
        Files.copy(Yaml.DOCKER.resolve("entrypoint"), entrypoint);
        Files.copy(Yaml.DOCKER.resolve("../gatecast"), home.resolve("gatecast"));
        Files.copy(Path.of("target/gatecast-streams-app.jar"), home.resolve("gatecast-streams-app.jar"));
        try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
            for (Path jar : jars.toList()) {
                Files.createSymbolicLink(libraries.resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
        return entrypoint;
    }

    private static Map<String, String> environment(String service) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String assignment : Dockerfile.read().argument("ENV").split(" ")) {
            String[] parts = assignment.split("=", 2);
            if (parts[0].startsWith("GATECAST_")) {
                variables.put(parts[0], parts[1]);
            }
        }
        JsonNode stack = Yaml.read(Yaml.DOCKER.resolve("compose.yaml"));
        stack.at("/services/" + service + "/environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        variables.put("GATECAST_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        return variables;
    }

    private void run(Path entrypoint, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(entrypoint, environment, arguments);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
    }

    private Process start(Path entrypoint, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(entrypoint.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GATECAST_"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** What orchestrators and Prometheus ask, at the address that the instance tells. */
    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String address = log().lines()
                .filter(line -> line.startsWith("web page, queries and metrics: "))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*: |/$", "");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
    }

    /** Number of forecasts that others see. */
    private int committed(EmbeddedBroker broker, Process instance) throws IOException {
        Map<String, Object> reader = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", "reader",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        int[] count = {0};
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("plant-forecasts"));
            await().atMost(Duration.ofSeconds(90)).until(() -> {
                count[0] += consumer.poll(Duration.ofMillis(200)).count();
                return count[0] >= READINGS || !instance.isAlive();
            });
        }
        assertThat(instance.isAlive()).as(log()).isTrue();
        return count[0];
    }
}
