package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatecast.core.Observation;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.ObservationSender;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.metrics.Metric;
import io.gatecast.streams.models.LiveModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances behind HTTPS and a token, each with some of the series: either answers for all. */
class QueryIT {
    private static final String TOKEN = "canary-of-http-7c21";
    private static final int SERIES = 8;
    private static final int ROWS = 60;
    private static final int MOST_REQUESTS = 6;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static HttpClient client;
    private static List<WatchedInstance> instances;
    private static Map<String, Integer> beforeStart;

    @BeforeAll
    static void startTwoInstancesAndFeedThem() throws IOException, GeneralSecurityException {
        broker = EmbeddedBroker.start();
        Certificates certificates = new Certificates(Files.createDirectories(folder.resolve("keys")));
        client = HttpClient.newBuilder()
                .sslContext(trusting(certificates.trusted()))
                .build();
        Cluster cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                Map.of("schema.registry.url", "mock://watched"));
        for (String topic : List.of("readings", "readings-forecasts", "readings-anomalies", "readings-dead-letters")) {
            cluster.createTopic(topic, Optional.of(4));
        }
        LiveModels models = new LiveModels(io.gatecast.streams.models.Deployment.of(GeneralModel.read()));
        Map<String, String> settings = Map.of(
                "http.bearer.token",
                TOKEN,
                "http.max.requests",
                Integer.toString(MOST_REQUESTS),
                "http.max.requests.per.second",
                "10000",
                "http.tls.keystore.location",
                certificates.server().toString(),
                "http.tls.keystore.password",
                Certificates.PASSWORD);
        instances = List.of(
                new WatchedInstance(broker.bootstrapServers(), folder.resolve("one"), models, client, settings),
                new WatchedInstance(broker.bootstrapServers(), folder.resolve("other"), models, client, settings));
        beforeStart = Stream.of(
                        "/health/ready", "/v1/series", "/v1/models", "/topology", path(0, ""), path(0, "/state"))
                .collect(Collectors.toMap(
                        path -> path, path -> instances.get(0).get(path).statusCode()));
        instances.forEach(WatchedInstance::start);
        await().atMost(LIMIT).until(() -> instances.stream().allMatch(QueryIT::hasPartitionsAndIsReady));
        try (ObservationSender sender = new ObservationSender(cluster.observationProducer(), "readings")) {
            for (int row = 0; row < ROWS; row++) {
                for (int s = 0; s < SERIES; s++) {
                    long timeMs = 1_700_000_000_000L + row * 1_800_000L;
                    sender.send(key(s), new Observation(timeMs, 50 + s + 5 * Math.sin(row / 4.0)), List.of());
                }
            }
        }
        await().atMost(LIMIT).until(() -> instances.stream().allMatch(QueryIT::showsEveryRow));
    }

    /** Keys as they are met, with what has a meaning in addresses. */
    private static String key(int series) {
        return "line 1/pump-" + series + "?%+ü";
    }

    private static String path(int series, String question) {
        return "/v1/series/"
                + URLEncoder.encode(key(series), StandardCharsets.UTF_8).replace("+", "%20") + question;
    }

    private static boolean hasPartitionsAndIsReady(WatchedInstance instance) {
        if (instance.get("/health/ready").statusCode() != 200) {
            return false;
        }
        JsonNode members = instance.json("/topology").get("instances");
        return members.size() == 2
                && members.findValues("partitions").stream().allMatch(partitions -> partitions.size() == 2);
    }

    private static boolean showsEveryRow(WatchedInstance instance) {
        JsonNode rows = instance.json("/v1/series").get("series");
        return rows.size() == SERIES && rows.findValues("steps").stream().allMatch(steps -> steps.intValue() == ROWS);
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(file.toFile(), Certificates.PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @AfterAll
    static void stop() {
        instances.forEach(WatchedInstance::close);
        broker.close();
    }

    @Test
    void shouldGiveTheSameAnswerAtEitherInstance() {
        Set<String> owners = new TreeSet<>();
        for (int s = 0; s < SERIES; s++) {
            for (String question : List.of("", "/forecast", "/history", "/anomalies", "/state")) {
                JsonNode one = instances.get(0).json(path(s, question));
                assertThat(instances.get(1).json(path(s, question))).isEqualTo(one);
            }
            for (WatchedInstance instance : instances) {
                Map<String, String> forwarded = new HashMap<>(instance.headers());
                forwarded.put("Gatecast-Forwarded", "1");
                if (instance.get(path(s, "/state"), forwarded).statusCode() == 200) {
                    owners.add(instance.hostAndPort());
                }
            }
        }

        assertThat(owners)
                .as("both have series, so some answers came from the other")
                .hasSize(2);
    }

    @Test
    void shouldTellForecastHistoryAndState() {
        JsonNode forecast = instances.get(0).json(path(0, "/forecast"));
        JsonNode history = instances.get(0).json(path(0, "/history")).at("/targets/0");
        JsonNode state = instances.get(0).json(path(0, "/state")).get("state");

        assertThat(forecast.get("key").textValue()).isEqualTo(key(0));
        assertThat(forecast.get("issuedAtMs").longValue()).isEqualTo(1_700_000_000_000L + (ROWS - 1) * 1_800_000L);
        assertThat(forecast.at("/targets/0/levels").toString())
                .isEqualTo("[0.025,0.05,0.1,0.25,0.5,0.75,0.9,0.95,0.975]");
        assertThat(forecast.at("/targets/0/steps")).hasSize(48);
        assertThat(forecast.at("/targets/0/steps/0/timeMs").longValue())
                .as("unknown: every event is a step, and the general model takes any")
                .isZero();
        assertThat(history.get("values")).hasSize(ROWS);
        assertThat(history.at("/values/" + (ROWS - 1)).doubleValue()).isEqualTo(50 + 5 * Math.sin((ROWS - 1) / 4.0));
        assertThat(history.at("/values/0").isNull())
                .as("nothing was forecast for the first")
                .isTrue();
        assertThat(state.get("events").intValue()).isEqualTo(ROWS);
        assertThat(state.get("hidden")).hasSize(48);
        assertThat(state.get("checkpointEvents").intValue()).isBetween(ROWS - 32, ROWS);
    }

    @Test
    void shouldListTheSeriesOfAllInstances() {
        JsonNode found = instances.get(1).json("/v1/series?search=PUMP-3&sort=skill");

        assertThat(found.get("total").intValue()).isEqualTo(1);
        assertThat(found.at("/series/0/key").textValue()).isEqualTo(key(3));
        assertThat(found.get("members").findValuesAsText("reachable")).containsExactly("true", "true");
        assertThat(instances.get(1).json("/v1/series?limit=3&offset=6").get("series"))
                .hasSize(2);
        assertThat(instances.get(1).get("/v1/series?sort=size").statusCode()).isEqualTo(400);
        assertThat(instances.get(1).get("/v1/series?limit=many").body())
                .isEqualTo("{\"error\":\"limit must be a whole number, was many\"}");
    }

    @Test
    void shouldSayWhatItDoesNotKnow() {
        HttpResponse<String> nowhere = instances.get(0).get("/v1/series/nowhere/forecast");

        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).startsWith("{\"error\":\"no series nowhere is known");
        assertThat(instances.get(0).get("/v2/anything").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldAnswerWhatItCanBeforeItRuns() {
        assertThat(beforeStart)
                .isEqualTo(Map.of(
                        "/health/ready",
                        503,
                        "/v1/series",
                        200,
                        "/v1/models",
                        200,
                        "/topology",
                        503,
                        path(0, ""),
                        503,
                        path(0, "/state"),
                        503));
    }

    @Test
    void shouldWantTheTokenForAllButProbesAndThePage() {
        WatchedInstance instance = instances.get(0);

        for (String open : List.of("/", "/app.js", "/lib/uPlot.js", "/openapi.json", "/health/live", "/health/ready")) {
            assertThat(instance.get(open, Map.of()).statusCode()).as(open).isEqualTo(200);
        }
        for (String closed :
                List.of("/v1/series", "/v1/models", "/v1/live", path(0, "/live"), "/topology", "/metrics")) {
            HttpResponse<String> refused = instance.get(closed, Map.of("Authorization", "Bearer wrong"));
            assertThat(refused.statusCode()).as(closed).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(refused.body()).doesNotContain(TOKEN);
        }
        assertThat(instance.get("/", Map.of())
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'");
    }

    @Test
    void shouldDescribeEveryRouteAndNoOther() throws IOException {
        JsonNode paths = JSON.readTree(
                        instances.get(0).get("/openapi.json", Map.of()).body())
                .get("paths");

        Set<String> described = new TreeSet<>();
        paths.fieldNames().forEachRemaining(described::add);
        assertThat(described).hasSize(14);
        for (String path : described) {
            if (!path.endsWith("live")) {
                String asked = path.replace("/v1/series/{key}", path(1, ""));
                assertThat(instances.get(0).get(asked).statusCode()).as(asked).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldMeasureForPrometheusAndJmx() throws MalformedObjectNameException {
        String text = instances.get(0).get("/metrics").body();

        for (Metric metric : Metric.values()) {
            assertThat(text).as(metric.name()).containsPattern("(?m)^" + metric.prometheusName() + "(_count)?[ {]");
        }
        assertThat(text)
                .contains("gatecast_event_seconds{quantile=\"0.99\"}")
                .contains("gatecast_ready 1.0")
                .containsPattern("gatecast_lag_records\\{topic=\"readings\"\\} 0\\.0")
                .contains("gatecast_rejected_total{reason=\"LATE\"} 0.0")
                .contains("kafka_version=\"4.");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("io.gatecast:type=application,application=watched,*"), null))
                .isNotEmpty();
    }

    @Test
    void shouldHaveEveryMetricThatDocumentsNameAndAlertsAndDashboardUse() throws IOException {
        String text = instances.get(0).get("/metrics").body();

        for (String file :
                List.of("../docs/metrics.md", "../docker/prometheus/alerts.yaml", "../docker/grafana/gatecast.json")) {
            Set<String> named = new TreeSet<>();
            Matcher names = Pattern.compile("\\b(gatecast|kafka|jvm|process|system)_\\w+")
                    .matcher(Files.readString(Path.of(file)));
            while (names.find()) {
                named.add(names.group());
            }
            assertThat(named)
                    .as(file)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(name -> assertThat(text).containsPattern("(?m)^" + name + "(_count)?[ {]"));
        }
    }

    @Test
    void shouldKeepPagesUpToDate() throws IOException, InterruptedException {
        for (int s = 0; s < 2; s++) { // of each instance's series or of the other's
            assertThat(firstEvent(path(s, "/live")).at("/row/key").textValue()).isEqualTo(key(s));
        }
        JsonNode fleet = firstEvent("/v1/live");

        assertThat(fleet.get("full").booleanValue()).isTrue();
        assertThat(fleet.get("rows")).hasSize(SERIES);
        assertThat(fleet.get("members")).hasSize(2);
    }

    @Test
    void shouldAnswerBesideMorePagesThanRequestsAtATime() throws IOException, InterruptedException {
        for (int page = 0; page <= MOST_REQUESTS; page++) {
            firstEvent("/v1/live/");
        }

        assertThat(instances.get(0).get("/v1/series").statusCode()).isEqualTo(200);
        assertThat(instances.get(0).get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCompressForBrowsers() throws IOException, InterruptedException {
        WatchedInstance instance = instances.get(0);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(instance.address().resolve("/v1/series")).header("Accept-Encoding", "gzip");
        instance.headers().forEach(request::header);

        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream body = new GZIPInputStream(response.body())) {
            assertThat(JSON.readTree(body).get("total").intValue()).isEqualTo(SERIES);
        }
    }

    private static JsonNode firstEvent(String path) throws IOException, InterruptedException {
        WatchedInstance instance = instances.get(0);
        HttpRequest.Builder request = HttpRequest.newBuilder(instance.address().resolve(path));
        instance.headers().forEach(request::header);
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("event: ");
            return JSON.readTree(lines.readLine().substring("data: ".length()));
        }
    }
}
