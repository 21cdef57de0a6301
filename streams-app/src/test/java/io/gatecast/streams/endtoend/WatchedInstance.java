package io.gatecast.streams.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.Companions;
import io.gatecast.streams.serve.Observability;
import io.gatecast.streams.topology.ForecastTopology;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** An application in this process as {@code run} starts it, and a client of what it serves. */
final class WatchedInstance implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Observability observability;
    private final KafkaStreams streams;
    private final LiveControls controls;
    private final HttpClient client;
    private final Map<String, String> headers = new HashMap<>();

    /** Listens; the application is not started yet. */
    WatchedInstance(
            String bootstrapServers, Path folder, LiveModels models, HttpClient client, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "application.id", "watched",
                "bootstrap.servers", bootstrapServers,
                "schema.registry.url", "mock://watched",
                "input.topics", "readings",
                "num.standby.replicas", "0",
                "http.port", "0",
                "state.dir", folder.toString()));
        all.putAll(settings);
        GatecastConfig config = GatecastConfig.of(all);
        this.client = client;
        observability = Observability.open(config, models);
        Companions companions = Companions.of(config, models).watchedBy(observability.watch());
        controls = companions.controls();
        streams = observability.watched(ForecastTopology.build(config, companions), controls);
        if (all.containsKey("http.bearer.token")) {
            headers.put("Authorization", "Bearer " + all.get("http.bearer.token"));
        }
    }

    /** What is asked of single series. */
    LiveControls controls() {
        return controls;
    }

    void start() {
        streams.start();
    }

    URI address() {
        return observability.address().orElseThrow();
    }

    String hostAndPort() {
        return address().getAuthority();
    }

    HttpResponse<String> get(String path) {
        return get(path, headers);
    }

    HttpResponse<String> get(String path, Map<String, String> with) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address().resolve(path));
        with.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path + " at " + address() + ": " + e, e);
        }
    }

    JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(path + ": " + response.body(), e);
        }
    }

    Map<String, String> headers() {
        return headers;
    }

    @Override
    public void close() {
        streams.close();
        observability.close();
    }
}
