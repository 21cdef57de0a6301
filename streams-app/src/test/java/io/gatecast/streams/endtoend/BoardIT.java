package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatecast.core.Observation;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.ObservationSender;
import io.gatecast.streams.control.AlarmControl;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.models.LiveModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What instances show of series before their next event, while they restore, as warm copies, and to clients that do not read. */
class BoardIT {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final long START_MS = 1_700_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Cluster cluster;
    private static LiveModels models;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                Map.of("schema.registry.url", "mock://watched"));
        models = new LiveModels(io.gatecast.streams.models.Deployment.of(GeneralModel.read()));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static void createTopics(String name) {
        for (String suffix : List.of("", "-forecasts", "-anomalies", "-dead-letters")) {
            cluster.createTopic(name + suffix, Optional.of(3));
        }
    }

    private static WatchedInstance instance(String application, String place, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("application.id", application, "input.topics", application));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new WatchedInstance(
                broker.bootstrapServers(), folder.resolve(place), models, HttpClient.newHttpClient(), all);
    }

    private static void feed(String topic, int series, int fromRow, int toRow) {
        try (ObservationSender sender = new ObservationSender(cluster.observationProducer(), topic)) {
            for (int row = fromRow; row < toRow; row++) {
                for (int s = 0; s < series; s++) {
                    double value = 50 + s + 5 * Math.sin(row / 4.0) + 0.1 * row;
                    sender.send(key(s), new Observation(START_MS + row * 600_000L, value), List.of());
                }
            }
        }
    }

    private static String key(int series) {
        return "tank-%04d".formatted(series);
    }

    private static boolean shows(WatchedInstance instance, int series, int rows) {
        JsonNode list = instance.json("/v1/series?limit=100000").get("series");
        return list.size() == series && list.findValues("steps").stream().allMatch(steps -> steps.intValue() == rows);
    }

    @Test
    void shouldShowAfterARestartWhatItShowedBefore() {
        createTopics("restarted");
        AlarmControl limit = AlarmControl.parse("{\"rules\": {\"limit.upper\": 70}}".getBytes(StandardCharsets.UTF_8));
        Map<String, JsonNode> before = new HashMap<>();
        try (WatchedInstance instance = instance("restarted", "restarted")) {
            instance.controls().set(Map.of("tank-*", limit));
            instance.start();
            feed("restarted", 24, 0, 100);
            await().atMost(LIMIT).until(() -> shows(instance, 24, 100));
            for (int s = 0; s < 24; s++) {
                before.put(key(s), instance.json("/v1/series/" + key(s)));
            }
        }

        try (WatchedInstance instance = instance("restarted", "restarted")) {
            instance.controls().set(Map.of("tank-*", limit));
            instance.start();
            await().atMost(LIMIT).until(() -> shows(instance, 24, 100));

            int withForecast = 0;
            for (int s = 0; s < 24; s++) {
                JsonNode was = before.get(key(s));
                JsonNode is = instance.json("/v1/series/" + key(s));
                JsonNode values = is.at("/targets/0/values");
                assertThat(values.size()).isGreaterThan(90);
                assertThat(values.get(values.size() - 1).doubleValue())
                        .isEqualTo(was.at("/row/value").doubleValue());
                assertThat(is.at("/row/skill")).isEqualTo(was.at("/row/skill"));
                assertThat(is.at("/row/coverage")).isEqualTo(was.at("/row/coverage"));
                if (!is.at("/targets/0/fan/median").isEmpty()) {
                    withForecast++;
                    assertThat(is.at("/targets/0/fan")).isEqualTo(was.at("/targets/0/fan"));
                    assertThat(is.get("limits")).isEqualTo(was.get("limits"));
                    assertThat(is.get("limits")).hasSize(1);
                }
            }
            assertThat(withForecast)
                    .as("but for those whose last event was just saved with the state")
                    .isGreaterThan(18);
            feed("restarted", 24, 100, 101);
            await().atMost(LIMIT).until(() -> shows(instance, 24, 101));
            assertThat(instance.json("/v1/series/" + key(0) + "/forecast")
                            .at("/breaches/0/limit")
                            .doubleValue())
                    .isEqualTo(70);
            assertThat(instance.get("/metrics").body()).containsPattern("gatecast_series_at_risk [1-9]");
        }
    }

    @Test
    void shouldNotBeReadyWhileItRestores() {
        createTopics("restored");
        try (WatchedInstance instance = instance("restored", "restored-one")) {
            instance.start();
            feed("restored", 60, 0, 40);
            await().atMost(LIMIT).until(() -> shows(instance, 60, 40));
        }

        List<HttpResponse<String>> answers = new ArrayList<>();
        try (WatchedInstance instance =
                instance("restored", "restored-other", "kafka.restore.consumer.max.poll.records", "1")) {
            instance.start();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(LIMIT)
                    .until(() -> {
                        answers.add(instance.get("/health/ready"));
                        return answers.get(answers.size() - 1).statusCode() == 200;
                    });
            await().atMost(LIMIT).until(() -> shows(instance, 60, 40));
            assertThat(instance.get("/metrics").body())
                    .containsPattern("gatecast_restored_records_total\\{store=\"series-tails\"\\} [1-9]");
        }

        assertThat(answers)
                .as("it says what it restores, and is not ready")
                .anyMatch(answer -> answer.body().contains("\"remaining\":"));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.statusCode() == 200)
                        .isEqualTo(answer.body().contains("\"restoring\":[]")
                                && answer.body().contains("\"state\":\"RUNNING\"")));
    }

    @Test
    void shouldReadAWarmCopyOnlyIfAskedTo() {
        createTopics("doubled");
        try (WatchedInstance one = instance("doubled", "doubled-one", "num.standby.replicas", "1");
                WatchedInstance other = instance("doubled", "doubled-other", "num.standby.replicas", "1")) {
            one.start();
            other.start();
            await().atMost(LIMIT)
                    .until(() -> one.json("/topology").get("instances").size() == 2
                            && one.get("/health/ready").statusCode() == 200
                            && other.get("/health/ready").statusCode() == 200);
            feed("doubled", 6, 0, 40);
            await().atMost(LIMIT).until(() -> shows(one, 6, 40) && shows(other, 6, 40));

            for (int s = 0; s < 6; s++) {
                String path = "/v1/series/" + key(s) + "/state";
                Map<String, String> forwarded = Map.of("Gatecast-Forwarded", "1");
                List<WatchedInstance> owners = new ArrayList<>();
                for (WatchedInstance instance : List.of(one, other)) {
                    if (instance.get(path, forwarded).statusCode() == 200) {
                        owners.add(instance);
                    }
                }
                assertThat(owners).as("one has it").hasSize(1);
                WatchedInstance copy = owners.get(0) == one ? other : one;
                await().atMost(LIMIT).untilAsserted(() -> {
                    HttpResponse<String> answer = copy.get(path + "?standby=true", forwarded);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    JsonNode state = JSON.readTree(answer.body());
                    assertThat(state.get("standby").booleanValue()).isTrue();
                    assertThat(state.at("/state/events").intValue()).isEqualTo(40);
                });
            }
        }
    }

    @Test
    void shouldGoOnBesideClientsThatDoNotRead() throws IOException {
        createTopics("crowded");
        try (WatchedInstance instance = instance("crowded", "crowded", "http.history.series", "6000")) {
            instance.start();
            feed("crowded", 5_000, 0, 1);
            await().atMost(LIMIT).until(() -> shows(instance, 5_000, 1));
            List<Socket> silent = new ArrayList<>();
            for (int page = 0; page < 8; page++) {
                Socket socket = open(instance);
                socket.setReceiveBufferSize(1_024);
                silent.add(socket);
            }
            try (Socket reading = open(instance)) {
                BufferedReader events =
                        new BufferedReader(new InputStreamReader(reading.getInputStream(), StandardCharsets.UTF_8));
                JsonNode first = next(events);
                assertThat(first.get("rows")).hasSize(5_000);

                feed("crowded", 5_000, 1, 2);
                int changed = 0;
                long beganNanos = System.nanoTime();
                while (changed < 5_000) {
                    for (JsonNode row : next(events).get("rows")) {
                        changed += row.get("steps").intValue() == 2 ? 1 : 0;
                    }
                    assertThat(System.nanoTime() - beganNanos).isLessThan(LIMIT.toNanos());
                }
                beganNanos = System.nanoTime();
                assertThat(shows(instance, 5_000, 2)).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                        .as("all series at once")
                        .isLessThan(Duration.ofSeconds(5));
                assertThat(instance.get("/metrics").body()).contains("gatecast_http_streams 9.0");
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    private static Socket open(WatchedInstance instance) throws IOException {
        Socket socket =
                new Socket(instance.address().getHost(), instance.address().getPort());
        socket.setSoTimeout((int) LIMIT.toMillis());
        String request = "GET /v1/live HTTP/1.0\r\nHost: " + instance.hostAndPort() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static JsonNode next(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = events.readLine();
        }
        assertThat(line).as("the page is kept up to date").isNotNull();
        return JSON.readTree(line.substring("data: ".length()));
    }
}
