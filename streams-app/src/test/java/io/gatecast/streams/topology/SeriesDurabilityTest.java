package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.SeriesState;
import io.gatecast.schema.SeriesTail;
import io.gatecast.streams.state.Origin;
import io.gatecast.streams.state.Stores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state must come back from the stores as it was, whatever falls out of memory. */
class SeriesDurabilityTest {
    private static final Artifact MODEL = Models.withColumns("value");
    private static final Map<String, String> UNTOUCHED = Map.of();

    @TempDir
    private Path stateDir;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 32})
    void shouldForecastTheSameBitsWithTinyMemoAsWithLargeOne(int checkpointEvery) {
        Map<String, String> large = Map.of("checkpoint.every", "" + checkpointEvery);
        Map<String, String> tiny = Map.of("checkpoint.every", "" + checkpointEvery, "memo.keys", "2");

        assertThat(forecastsOfRandomKeys(tiny)).isEqualTo(forecastsOfRandomKeys(large));
    }

    @Test
    void shouldForecastTheSameBitsWhateverTheCheckpointInterval() {
        List<Forecast> expected = forecastsOfRandomKeys(Map.of("checkpoint.every", "1", "memo.keys", "1"));

        assertThat(forecastsOfRandomKeys(Map.of("checkpoint.every", "1000", "memo.keys", "1")))
                .isEqualTo(expected);
    }

    private List<Forecast> forecastsOfRandomKeys(Map<String, String> settings) {
        Random random = new Random(7);
        try (Harness harness = new Harness(MODEL, stateDir, settings)) {
            for (int i = 0; i < 1500; i++) {
                String key = "key-" + random.nextInt(12);
                harness.send(key, random.nextInt(9) == 0 ? "{\"value\": null}" : value(random), START + i * 1000L);
            }
            return harness.forecasts();
        }
    }

    private static String value(Random random) {
        return "{\"value\": " + (10 + random.nextGaussian()) + "}";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 31, 32, 33, 70})
    void shouldGoOnFromTheStoresAsIfNothingHadHappened(int restartAfter) {
        List<Forecast> undisturbed;
        try (Harness harness = new Harness(MODEL, stateDir, UNTOUCHED)) {
            observe(harness, 0, 100);
            undisturbed = withoutSource(harness.forecasts());
        }

        List<Forecast> before;
        Map<String, byte[]> checkpoints;
        Map<String, byte[]> tails;
        try (Harness harness = new Harness(MODEL, stateDir, UNTOUCHED)) {
            observe(harness, 0, restartAfter);
            before = withoutSource(harness.forecasts());
            checkpoints = contents(harness.store(Stores.CHECKPOINTS));
            tails = contents(harness.store(Stores.TAILS));
        }
        try (Harness harness = new Harness(MODEL, stateDir, UNTOUCHED)) {
            checkpoints.forEach(harness.store(Stores.CHECKPOINTS)::put);
            tails.forEach(harness.store(Stores.TAILS)::put);
            observe(harness, restartAfter, 100);
            List<Forecast> all = new ArrayList<>(before);
            all.addAll(withoutSource(harness.forecasts()));

            assertThat(all).isEqualTo(undisturbed);
            assertThat(harness.counts().found())
                    .containsEntry(Origin.STORES, 2L)
                    .doesNotContainKey(Origin.NEW);
        }
    }

    /** Two series in turn. */
    private static void observe(Harness harness, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            harness.observe("a", minute, 20 + Math.sin(minute / 5.0));
            harness.observe("b", minute, 300 + Math.cos(minute / 7.0));
        }
    }

    private static List<Forecast> withoutSource(List<Forecast> forecasts) {
        return forecasts.stream()
                .map(forecast ->
                        Forecast.newBuilder(forecast).setSourceOffset(0).build())
                .toList();
    }

    @Test
    void shouldCheckpointSeriesAtDifferentSteps() {
        try (Harness harness = new Harness(MODEL, stateDir, Map.of("checkpoint.every", "8"))) {
            Map<Integer, Integer> checkpointsByMinute = new HashMap<>();
            Map<String, byte[]> before = Map.of();
            for (int minute = 0; minute < 8; minute++) {
                for (int key = 0; key < 40; key++) {
                    harness.observe("key-" + key, minute, 1);
                }
                Map<String, byte[]> after = contents(harness.store(Stores.CHECKPOINTS));
                checkpointsByMinute.put(minute, after.size() - before.size());
                before = after;
            }

            assertThat(before)
                    .as("every series has a checkpoint after 8 events")
                    .hasSize(40);
            assertThat(checkpointsByMinute.values())
                    .allSatisfy(count -> assertThat(count).isBetween(1, 15));
        }
    }

    @Test
    void shouldWriteObservationsBetweenCheckpoints() throws IOException {
        try (Harness harness = new Harness(MODEL, stateDir, Map.of("checkpoint.every", "1000"))) {
            harness.observe("a", 0, 1.5);
            harness.observe("a", 1, 2.5);

            SeriesTail tail =
                    SeriesTail.getDecoder().decode(harness.store(Stores.TAILS).get("a"));

            assertThat(harness.store(Stores.CHECKPOINTS).get("a")).isNull();
            assertThat(tail.getBase()).isZero();
            assertThat(tail.getColumns()).isEqualTo(1);
            assertThat(tail.getEntries().remaining()).isEqualTo(2 * 16);
        }
    }

    @Test
    void shouldWriteCheckpointOfSeriesThatWasCostlyToRebuild() throws IOException {
        Map<String, String> settings = Map.of("checkpoint.every", "1000", "memo.keys", "1");
        try (Harness harness = new Harness(MODEL, stateDir, settings)) {
            for (int minute = 0; minute < 4; minute++) {
                harness.observe("a", minute, minute);
            }
            harness.observe("b", 0, 1);
            harness.observe("a", 4, 4);

            SeriesState checkpoint = SeriesState.getDecoder()
                    .decode(harness.store(Stores.CHECKPOINTS).get("a"));

            assertThat(checkpoint.getSequence()).isEqualTo(5);
        }
    }

    @Test
    void shouldIgnoreObservationsOlderThanTheCheckpoint() {
        try (Harness harness = new Harness(MODEL, stateDir, Map.of("checkpoint.every", "4", "memo.keys", "1"))) {
            for (int minute = 0; minute < 30; minute++) {
                harness.observe("a", minute, minute);
                harness.observe("b", minute, 1);
            }

            assertThat(harness.forecasts())
                    .filteredOn(forecast -> forecast.getKey().equals("a"))
                    .extracting(Forecast::getStepCount)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 30).boxed().toList());
            assertThat(harness.counts().found()).doesNotContainKey(Origin.DAMAGED);
        }
    }

    @Test
    void shouldStartSeriesAnewWhoseTailBeginsAfterItsCheckpoint() throws IOException {
        try (Harness harness = new Harness(MODEL, stateDir, Map.of("memo.keys", "1"))) {
            harness.observe("a", 0, 1);
            harness.observe("b", 0, 1);
            ByteBuffer lost = SeriesTail.getEncoder()
                    .encode(new SeriesTail(50L, 1, ByteBuffer.allocate(16), 0L, ByteBuffer.allocate(0)));
            harness.store(Stores.TAILS).put("a", bytes(lost));
            harness.store(Stores.CHECKPOINTS).delete("a");

            harness.observe("a", 1, 1);
            harness.observe("b", 1, 1);
            harness.observe("a", 2, 1);

            assertThat(stepCounts(harness, "a")).containsExactly(1L, 1L, 2L);
            assertThat(harness.counts().found()).containsEntry(Origin.DAMAGED, 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Stores.CHECKPOINTS, Stores.TAILS})
    void shouldStartSeriesAnewWhoseStoredBytesAreDamaged(String store) {
        try (Harness harness = new Harness(MODEL, stateDir, Map.of("memo.keys", "1", "checkpoint.every", "1000"))) {
            harness.observe("a", 0, 1);
            harness.observe("b", 0, 1);
            harness.store(store).put("a", new byte[] {1, 2, 3});

            harness.observe("a", 1, 1);

            assertThat(stepCounts(harness, "a")).containsExactly(1L, 1L);
            assertThat(harness.counts().found()).containsEntry(Origin.DAMAGED, 1L);
            assertThat(harness.reasons()).isEmpty();
        }
    }

    @Test
    void shouldStartSeriesAnewWhoseStateIsOfAnotherModel() {
        Artifact newer = Models.random(43, "value");
        Map<String, byte[]> checkpoints;
        try (Harness harness = new Harness(MODEL, stateDir, Map.of("checkpoint.every", "1"))) {
            harness.observe("a", 0, 1);
            checkpoints = contents(harness.store(Stores.CHECKPOINTS));
        }
        try (Harness harness = new Harness(newer, stateDir, Map.of("memo.keys", "1"))) {
            checkpoints.forEach(harness.store(Stores.CHECKPOINTS)::put);

            harness.observe("a", 1, 1);
            harness.observe("b", 1, 1);
            harness.observe("a", 2, 1);

            assertThat(stepCounts(harness, "a")).containsExactly(1L, 2L);
            assertThat(harness.counts().found())
                    .containsEntry(Origin.OTHER_MODEL, 1L)
                    .doesNotContainKey(Origin.DAMAGED);
        }
    }

    private static List<Long> stepCounts(Harness harness, String key) {
        return harness.forecasts().stream()
                .filter(forecast -> forecast.getKey().equals(key))
                .map(Forecast::getStepCount)
                .toList();
    }

    private static Map<String, byte[]> contents(KeyValueStore<String, byte[]> store) {
        Map<String, byte[]> contents = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                contents.put(entry.key, entry.value);
            }
        }
        return contents;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
