package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatecast.core.Observation;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.ObservationSender;
import io.gatecast.streams.control.AlarmControl;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.plant.SimulatedPlant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The web page in a real browser, with a real application behind it; its pictures are those of the documentation. */
class WebPageIT {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int SENSORS = 21;
    private static final int MOMENTS = 450;
    private static final int FURTHER_SERIES = 5_000;
    private static final Duration STEP = Duration.ofMinutes(30);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Cluster cluster;
    private static WatchedInstance instance;
    private static Browser browser;

    @BeforeAll
    static void startPlantAndBrowser() throws IOException {
        if (!Browser.isInstalled()) {
            System.err.println("browser tests are not run: no chromium and chromedriver on this machine");
        }
        assumeTrue(Browser.isInstalled(), "browser tests are not run: no chromium and chromedriver on this machine");
        Files.createDirectories(PICTURES);
        broker = EmbeddedBroker.start();
        cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                Map.of("schema.registry.url", "mock://watched"));
        for (String topic : List.of("readings", "readings-forecasts", "readings-anomalies", "readings-dead-letters")) {
            cluster.createTopic(topic, Optional.of(2));
        }
        LiveModels models = new LiveModels(io.gatecast.streams.models.Deployment.of(GeneralModel.read()));
        instance = new WatchedInstance(
                broker.bootstrapServers(),
                folder,
                models,
                HttpClient.newHttpClient(),
                Map.of("application.id", "plant", "num.stream.threads", "2", "http.history.series", "6000"));
        instance.start();
        SimulatedPlant plant = new SimulatedPlant(SENSORS, Instant.parse("2020-01-06T00:00:00Z"), STEP, 7);
        try (ObservationSender sender = new ObservationSender(cluster.observationProducer(), "readings")) {
            for (int moment = 0; moment < MOMENTS; moment++) {
                plant.advance((key, timeMs, value) -> sender.send(key, new Observation(timeMs, value), List.of()));
            }
        }
        browser = new Browser();
        await().atMost(LIMIT).until(() -> hasTaken(MOMENTS));
        instance.controls().set(limits());
        try (ObservationSender sender = new ObservationSender(cluster.observationProducer(), "readings")) {
            plant.advance((key, timeMs, value) -> sender.send(key, new Observation(timeMs, value), List.of()));
        }
        await().atMost(LIMIT).until(() -> hasTaken(MOMENTS + 1));
    }

    private static boolean hasTaken(int moments) {
        List<String> steps = instance.json("/v1/series").findValuesAsText("steps");
        return steps.size() == SENSORS && steps.stream().allMatch(Integer.toString(moments)::equals);
    }

    /** Temperatures and pressures must not exceed what they have reached lately. */
    private static Map<String, AlarmControl> limits() {
        Map<String, AlarmControl> limits = new HashMap<>();
        for (JsonNode row : instance.json("/v1/series").get("series")) {
            String key = row.get("key").textValue();
            if (key.startsWith("temperature") || key.startsWith("pressure")) {
                double highest = Double.NEGATIVE_INFINITY;
                for (JsonNode value : instance.json("/v1/series/" + key).at("/targets/0/values")) {
                    highest = Math.max(highest, value.asDouble());
                }
                limits.put(
                        key,
                        AlarmControl.parse("{\"rules\": {\"limit.upper\": %s}}"
                                .formatted(highest)
                                .getBytes(StandardCharsets.UTF_8)));
            }
        }
        return limits;
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (instance != null) {
            instance.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @AfterEach
    void shouldGiveTheBrowserNothingToComplainAbout() {
        if (browser != null) {
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static String page(String view) {
        return instance.address() + view;
    }

    private static List<String> keysShown() {
        return browser.all(".line[data-index]").stream()
                .sorted((a, b) -> Integer.compare(index(a), index(b)))
                .map(line -> line.findElement(By.tagName("a")).getText())
                .toList();
    }

    private static int index(WebElement line) {
        return Integer.parseInt(line.getDomAttribute("data-index"));
    }

    @Test
    void shouldShowTheFleetAndLeadToASeriesByKeyboardAlone() throws IOException {
        browser.open(page("#/"), 1280, 860, false);
        browser.one(".line[data-index]");
        assertThat(browser.one("#facts").getText()).startsWith(SENSORS + " series");
        assertThat(browser.one("#connection").getText()).isEqualTo("live");
        browser.picture(PICTURES, "fleet");

        browser.all(".c-key button").get(0).click();
        assertThat(keysShown()).isSorted().first().isEqualTo("count-01");
        browser.one("input[type=search]").sendKeys("pressure", Keys.ARROW_DOWN);
        assertThat(keysShown()).isNotEmpty().allMatch(key -> key.startsWith("pressure"));
        browser.focused().sendKeys(Keys.ARROW_DOWN);
        assertThat(browser.focused().getText()).isEqualTo("pressure-02");
        browser.focused().sendKeys(Keys.ENTER);

        assertThat(browser.one("h1").getText()).isEqualTo("pressure-02");
        assertThat(browser.address()).endsWith("#/series/pressure-02");
        browser.one("canvas");
        assertThat(browser.one(".drawing").getDomAttribute("aria-label"))
                .matches("(?s)Observed .* had been forecast\\. Next step .* alarms\\.");
    }

    @Test
    void shouldShowAlarmsWithScoreAndReason() throws IOException {
        JsonNode loudest = instance.json("/v1/series").get("series").get(0);
        for (JsonNode row : instance.json("/v1/series").get("series")) {
            long sinceMs = row.get("timeMs").longValue() - row.get("alarmMs").longValue();
            if (sinceMs > 12 * STEP.toMillis()
                    && row.get("alarmMs").longValue() > loudest.get("alarmMs").longValue()) {
                loudest = row;
            }
        }
        String key = loudest.get("key").textValue();
        browser.open(page("#/series/" + key), 1280, 980, false);
        browser.one("canvas");

        assertThat(browser.one(".alarms li").getText())
                .containsPattern("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d")
                .containsPattern("info|warning|critical")
                .containsPattern("0\\.\\d\\d")
                .containsPattern("[a-z]+ \\d+.%");
        assertThat(browser.all(".alarms li")).hasSize(loudest.get("alarms").intValue());
        browser.one(".hidden-state");
        browser.picture(PICTURES, "series");
        browser.open(page("#/series/" + key), 1280, 980, true);
        browser.one(".hidden-state");
        browser.picture(PICTURES, "series-dark");
        browser.open(page("#/series/" + key), 390, 844, false);
        browser.one("canvas");
        assertThat(browser.run("return document.documentElement.scrollWidth"))
                .as("nothing is wider than a phone")
                .isEqualTo(390L);
        browser.picture(PICTURES, "series-phone");
    }

    @Test
    void shouldShowHowProbableItIsThatALimitWillBeCrossedAndWhen() throws IOException {
        JsonNode row = instance.json("/v1/series?sort=breach").get("series").get(0);
        String key = row.get("key").textValue();
        browser.open(page("#/"), 1280, 860, true);
        browser.one(".fleet.limited .line[data-index]");
        browser.one(".c-breach button").click();
        assertThat(keysShown()).first().isEqualTo(key);
        assertThat(browser.one(".line[data-index='0'] .c-breach").getText())
                .matches("\\d+.% in \\d+.(h|min|d)|crossed|<1.%");
        browser.picture(PICTURES, "fleet-limits-dark");
        browser.open(page("#/series/" + key), 1280, 980, false);
        browser.one("canvas");

        JsonNode breach = instance.json("/v1/series/" + key + "/forecast").at("/breaches/0");
        assertThat(breach.get("probability").doubleValue())
                .isEqualTo(row.get("breach").doubleValue());
        assertThat(browser.one(".facts").getText()).containsPattern("above [\\d.]+");
        assertThat(browser.one(".drawing").getDomAttribute("aria-label")).contains("above ");
        assertThat(browser.one(".standing").getText()).contains("Skill").containsPattern("\\d+.% of 95.%");
        browser.picture(PICTURES, "series-limit");
    }

    @Test
    void shouldShowModelsTopologyAndHealth() throws IOException {
        browser.open(page("#/models"), 1280, 560, false);
        assertThat(browser.one(".model-id").getText())
                .contains(GeneralModel.read().id());
        assertThat(browser.one(".pairs").getText()).contains("Network\nGRU").contains("Horizon\n48 steps");
        browser.picture(PICTURES, "models");
        browser.open(page("#/topology"), 1280, 760, true);
        browser.one(".node.stateful");
        assertThat(browser.one(".facts").getText()).contains("yes ready", "running state");
        browser.picture(PICTURES, "topology-dark");
    }

    @Test
    void shouldShowThousandsOfSeriesByTheLinesInSightOnly() throws IOException {
        browser.open(page("#/"), 390, 844, true);
        browser.one(".line[data-index]");
        browser.picture(PICTURES, "fleet-phone-dark");
        browser.open(page("#/"), 1280, 860, true);
        try (ObservationSender sender = new ObservationSender(cluster.observationProducer(), "readings")) {
            for (int s = 0; s < FURTHER_SERIES; s++) {
                sender.send("meter-%04d".formatted(s), new Observation(1_578_268_800_000L, s), List.of());
            }
        }

        await().atMost(LIMIT)
                .until(() ->
                        browser.one(".fleet").getDomAttribute("aria-rowcount").equals("5022"));
        assertThat(browser.all(".line[data-index]").size()).isBetween(20, 60);
        browser.one(".c-key button").click();
        browser.run("scrollTo(0, document.body.scrollHeight)");
        await().atMost(LIMIT).until(() -> keysShown().contains("vibration-03"));
        assertThat(browser.all(".line[data-index]").size()).isBetween(20, 60);
    }
}
