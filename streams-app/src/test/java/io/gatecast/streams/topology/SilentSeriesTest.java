package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Series that no event comes for: their steps, their gaps, and how long they are remembered. */
class SilentSeriesTest {
    private static final Artifact MODEL = Models.withColumns("value");

    @TempDir
    private Path stateDir;

    @Test
    void shouldLeaveTheStepOfASilentSeriesOpen() {
        try (Harness harness = harness(Map.of("step", "PT1M"))) {
            harness.observe("silent", 0, 1);
            harness.observe("other", 60, 1);
            harness.advanceWallClock(Duration.ofHours(2));

            assertThat(harness.forecasts()).isEmpty();
        }
    }

    @Test
    void shouldCloseTheStepOfASilentSeriesByStreamTime() {
        try (Harness harness = harness(Map.of("step", "PT1M", "step.close", "stream", "grace", "PT1M"))) {
            harness.observe("silent", 0, 1);
            harness.send("other", "{\"value\": 1}", START + 119_999);
            assertThat(harness.forecasts()).isEmpty();

            harness.observe("other", 2, 1);

            assertThat(harness.forecasts()).singleElement().satisfies(forecast -> {
                assertThat(forecast.getKey()).isEqualTo("silent");
                assertThat(forecast.getIssuedAtMs()).isEqualTo(START);
                assertThat(forecast.getSourceTopic()).isEmpty();
                assertThat(forecast.getSourcePartition()).isEqualTo(-1);
                assertThat(forecast.getSourceOffset()).isEqualTo(-1);
            });
        }
    }

    @Test
    void shouldCloseTheStepOfASilentTopicByTheClock() {
        try (Harness harness = harness(Map.of("step", "PT1M", "step.close", "wall", "grace", "PT1M"))) {
            harness.observe("silent", 0, 1);
            harness.advanceWallClock(Duration.ofSeconds(119));
            assertThat(harness.forecasts()).isEmpty();

            harness.advanceWallClock(Duration.ofSeconds(5));
            harness.send("silent", "{\"value\": 1}", START + 59_000);
            harness.send("silent", "{\"value\": 1}", START + 60_000);

            assertThat(harness.forecasts()).extracting(Forecast::getIssuedAtMs).containsExactly(START);
            assertThat(harness.reasons()).containsExactly("LATE");
        }
    }

    @Test
    void shouldForecastAClosedStepTheSameWhateverClosedIt() {
        Forecast bySeries;
        try (Harness harness = harness(Map.of("step", "PT1M"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 1, 3);
            harness.observe("a", 2, 3);
            bySeries = harness.forecasts().get(1);
        }
        try (Harness harness = harness(Map.of("step", "PT1M", "step.close", "wall", "memo.keys", "1"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 1, 3);
            harness.observe("b", 1, 3);
            harness.advanceWallClock(Duration.ofMinutes(3));

            assertThat(harness.forecasts())
                    .filteredOn(forecast -> forecast.getKey().equals("a"))
                    .last()
                    .satisfies(forecast -> assertThat(forecast.getSteps()).isEqualTo(bySeries.getSteps()));
        }
    }

    @Test
    void shouldStepThroughAGapAndBeginAgainAfterALongerOne() {
        try (Harness harness = harness(Map.of("step", "PT1M", "max.gap", "3"))) {
            for (int minute : new int[] {0, 1, 5, 10, 11}) {
                harness.observe("a", minute, 1 + minute % 2);
            }

            assertThat(harness.forecasts())
                    .extracting(Forecast::getStepCount)
                    .as("three missing steps after minute 1, four after minute 5")
                    .containsExactly(1L, 2L, 6L, 1L);
        }
    }

    @Test
    void shouldCountMissingStepsBetweenEventsIfToldTo() {
        try (Harness harness = harness(Map.of("max.gap", "5"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 3, 1);

            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L, 4L);
        }
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 0, 1);
            harness.observe("a", 3, 1);

            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldFillAGapWithWhatIsKnownOfIt() {
        Map<String, String> settings = new HashMap<>(Map.of("step", "PT1M", "max.gap", "3"));
        settings.put("step.aggregation", "count");
        try (Harness harness = harness(settings)) {
            for (int minute : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15}) {
                harness.observe("a", minute, 1);
            }
            Forecast afterGap = harness.forecasts().get(11);

            assertThat(afterGap.getStepCount()).isEqualTo(15);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "32"})
    void shouldRemoveExpiredSeriesFromBothStores(String checkpointEvery) {
        try (Harness harness = harness(Map.of("state.ttl", "PT1H", "checkpoint.every", checkpointEvery))) {
            for (int minute = 0; minute < 5; minute++) {
                harness.observe("silent", minute, 1);
                harness.observe("alive", minute, 1);
            }
            for (int minute = 5; minute < 70; minute++) {
                harness.observe("alive", minute, 1);
            }

            assertThat(storedKeys(harness)).containsExactly("alive");
            assertThat(harness.counts().expired()).isEqualTo(1);
            harness.forecasts();
            harness.observe("silent", 70, 1);
            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L);
        }
    }

    @Test
    void shouldBeginASeriesAnewThatReturnsAfterItsTimeEvenIfItWasNotRemovedYet() {
        try (Harness harness = harness(Map.of("state.ttl", "PT1H", "memo.keys", "1"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 1, 1);
            harness.observe("a", 61, 1);
            harness.observe("a", 122, 1);

            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L, 2L, 3L, 1L);
        }
    }

    @Test
    void shouldForecastTheOpenStepOfASeriesThatExpires() {
        try (Harness harness = harness(Map.of("state.ttl", "PT1H", "step", "PT1M"))) {
            harness.observe("silent", 0, 1);
            for (int minute = 0; minute < 70; minute++) {
                harness.observe("alive", minute, 1);
            }

            assertThat(harness.forecasts())
                    .filteredOn(forecast -> forecast.getKey().equals("silent"))
                    .extracting(Forecast::getIssuedAtMs)
                    .containsExactly(START);
            assertThat(storedKeys(harness)).containsExactly("alive");
        }
    }

    @Test
    void shouldRemoveManyExpiredSeriesALittleAtATime() {
        try (Harness harness = harness(Map.of("state.ttl", "PT1H"))) {
            for (int key = 0; key < 5_000; key++) {
                harness.observe("silent-" + key, 0, 1);
            }
            harness.observe("alive", 62, 1);
            int afterOneCall = storedKeys(harness).size();
            for (int minute = 63; minute < 75; minute++) {
                harness.observe("alive", minute, 1);
            }

            assertThat(afterOneCall).as("series left after one call").isBetween(4_000, 4_999);
            assertThat(storedKeys(harness)).containsExactly("alive");
            assertThat(harness.counts().expired()).isEqualTo(5_000);
        }
    }

    @Test
    void shouldRejectFurtherSeriesWhereThereAreAsManyAsMayBe() {
        Map<String, String> settings =
                Map.of("state.max.keys", "2", "state.ttl", "PT1H", "memo.keys", "1", "checkpoint.every", "2");
        try (Harness harness = harness(settings)) {
            for (int minute = 0; minute < 3; minute++) {
                harness.observe("a", minute, 1);
                harness.observe("b", minute, 1);
                harness.observe("c", minute, 1);
            }
            assertThat(harness.reasons()).containsExactly("TOO_MANY_KEYS", "TOO_MANY_KEYS", "TOO_MANY_KEYS");
            assertThat(harness.counts().rejected()).containsEntry(Reason.TOO_MANY_KEYS, 3L);

            for (int minute = 3; minute < 70; minute++) {
                harness.observe("a", minute, 1);
            }
            harness.observe("c", 70, 1);

            assertThat(harness.reasons()).isEmpty();
            assertThat(storedKeys(harness)).containsExactlyInAnyOrder("a", "c");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step.close | wall | step.close contradicts step=event: there is no step to close",
                "state.ttl | PT0S | state.ttl=PT0S contradicts grace and step: a series would be removed while its events"
                        + " wait for PT0S",
            })
    void shouldNameTheContradiction(String name, String value, String message) {
        assertThatThrownBy(() -> GatecastConfig.of(Harness.withDefaults(Map.of(name, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    private Harness harness(Map<String, String> settings) {
        return new Harness(MODEL, stateDir, settings);
    }

    private static Set<String> storedKeys(Harness harness) {
        Set<String> keys = new HashSet<>();
        for (String store : new String[] {Stores.CHECKPOINTS, Stores.TAILS}) {
            try (KeyValueIterator<String, byte[]> all = harness.store(store).all()) {
                all.forEachRemaining(entry -> keys.add(entry.key));
            }
        }
        return keys;
    }
}
