package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.AlarmControl;
import io.gatecast.streams.general.GeneralModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreachTopologyTest {
    private static final int ROWS = 260;
    private static final Map<String, String> SETTINGS =
            Map.of("breach.topic", "breaches", "breach.limit.upper", "80", "breach.limit.lower", "-5");

    @TempDir
    private Path folder;

    /** Rises by a quarter per step under noise of deviation one: 80 is reached near row 320. */
    private static void feed(Harness harness, String key) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < ROWS; i++) {
            harness.observe(key, i, 0.25 * i + random.nextGaussian());
        }
    }

    private static List<JsonNode> breaches(Harness harness) {
        return harness.records("breaches").stream()
                .map(record -> {
                    try {
                        return new ObjectMapper().readTree(record.value());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static double probability(List<JsonNode> breaches, String side, int row) {
        return breaches.stream()
                .filter(breach -> breach.path("side").asText().equals(side)
                        && breach.path("timestampMs").asLong() == Harness.START + row * 60_000L)
                .findFirst()
                .orElseThrow()
                .path("probability")
                .asDouble();
    }

    @Test
    void shouldSayAfterEveryStepHowProbableItIsThatALimitWillBeCrossed() {
        try (Harness harness = new Harness(GeneralModel.read(), folder, SETTINGS)) {
            feed(harness, "tank");
            for (int i = ROWS; i < 330; i++) {
                harness.observe("tank", i, 0.25 * i);
            }

            List<JsonNode> breaches = breaches(harness);
            assertThat(probability(breaches, "UPPER", 200)).isLessThan(0.1);
            assertThat(probability(breaches, "LOWER", 300)).isLessThan(0.01);
            assertThat(probability(breaches, "UPPER", 300))
                    .as("48 steps from 75, rising by 12 in that time")
                    .isGreaterThan(0.6);
            assertThat(breaches.stream()
                            .filter(breach -> breach.path("timestampMs").asLong() == Harness.START + 300 * 60_000L)
                            .reduce((lower, upper) -> upper)
                            .orElseThrow()
                            .path("expectedMs")
                            .asLong())
                    .as("at row 320 if it went on so, known though the model has no step length")
                    .isBetween(Harness.START + 305 * 60_000L, Harness.START + 345 * 60_000L);
            JsonNode last = breaches.get(breaches.size() - 1);
            assertThat(last.path("side").asText()).isEqualTo("UPPER");
            assertThat(last.path("probability").asDouble()).isEqualTo(1);
            assertThat(last.path("expectedSteps").asDouble()).isZero();
            assertThat(last.path("expectedMs").asLong())
                    .isEqualTo(last.path("timestampMs").asLong());
            assertThat(last.path("horizon").asInt()).isEqualTo(48);
            assertThat(last.path("sourceOffset").asLong()).isEqualTo(329);
        }
    }

    @Test
    void shouldSayTheSameAgainWhenTheInputIsReadAgain() {
        List<JsonNode> first;
        try (Harness harness = new Harness(GeneralModel.read(), folder.resolve("one"), SETTINGS)) {
            feed(harness, "tank");
            first = breaches(harness);
        }
        try (Harness harness = new Harness(GeneralModel.read(), folder.resolve("two"), SETTINGS)) {
            feed(harness, "tank");

            assertThat(first).hasSizeGreaterThan(200);
            assertThat(breaches(harness)).isEqualTo(first);
        }
    }

    @Test
    void shouldAskOfEverySeriesTheLimitsOfItsOwn() {
        byte[] own =
                "{\"rules\": {\"limit.upper\": 60, \"limit.lower\": \"-Infinity\"}}".getBytes(StandardCharsets.UTF_8);
        byte[] muted = ("{\"maintenance\": [{\"from\": \"" + Instant.ofEpochMilli(Harness.START)
                        + "\", \"to\": \"2024-04-01T00:00:00Z\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        try (Harness harness = new Harness(GeneralModel.read(), folder, SETTINGS)) {
            harness.controls().set(Map.of("tank-*", AlarmControl.parse(own), "pump", AlarmControl.parse(muted)));

            feed(harness, "tank-7");
            assertThat(breaches(harness))
                    .allSatisfy(breach -> {
                        assertThat(breach.path("limit").asDouble()).isEqualTo(60);
                        assertThat(breach.path("muted").asBoolean()).isFalse();
                    })
                    .hasSizeGreaterThan(200);
            feed(harness, "pump");
            assertThat(breaches(harness))
                    .filteredOn(breach -> breach.path("key").asText().equals("pump"))
                    .hasSizeGreaterThan(400)
                    .allMatch(breach -> breach.path("muted").asBoolean());
        }
    }

    @Test
    void shouldWriteNothingWithoutLimits() {
        try (Harness harness = new Harness(GeneralModel.read(), folder, Map.of("breach.topic", "breaches"))) {
            feed(harness, "tank");

            assertThat(breaches(harness)).isEmpty();
        }
    }

    @Test
    void shouldRefuseLimitsBetweenWhichThereIsNothing() {
        Map<String, String> settings =
                Harness.withDefaults(Map.of("breach.limit.upper", "5", "breach.limit.lower", "80"));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> GatecastConfig.of(settings))
                .withMessage("breach.limit.lower=80.0 contradicts breach.limit.upper=5.0: it must be below it");
    }
}
