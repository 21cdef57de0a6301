package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static io.gatecast.streams.topology.Harness.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.state.Origin;
import io.gatecast.streams.state.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come late, twice or in bunches. */
class EventOrderTest {
    private static final Artifact MODEL = Models.withColumns("value");
    private static final long MINUTE = 60_000;

    @TempDir
    private Path stateDir;

    @Test
    void shouldIssueForecastsAgainThatALateEventWithinTheGraceChanges() {
        List<Forecast> inOrder;
        try (Harness harness = harness(Map.of())) {
            for (int minute : new int[] {0, 1, 2, 3}) {
                harness.observe("a", minute, value(minute));
            }
            inOrder = harness.forecasts();
        }
        try (Harness harness = harness(Map.of("grace", "PT5M"))) {
            for (int minute : new int[] {0, 1, 3, 2}) {
                harness.observe("a", minute, value(minute));
            }

            List<TestRecord<String, Forecast>> records = harness.forecastRecords();

            assertThat(records).extracting(TestRecord::timestamp).containsExactly(at(0), at(1), at(3), at(2), at(3));
            List<Forecast> forecasts = records.stream().map(TestRecord::value).toList();
            assertThat(forecasts)
                    .extracting(Forecast::getIssuedAtMs)
                    .containsExactly(at(0), at(1), at(3), at(2), at(3));
            assertThat(forecasts).extracting(Forecast::getRevision).containsExactly(0, 0, 0, 0, 1);
            assertThat(forecasts).extracting(Forecast::getSourceOffset).containsExactly(0L, 1L, 2L, 3L, 3L);
            assertThat(forecasts.get(3).getSteps()).isEqualTo(inOrder.get(2).getSteps());
            assertThat(forecasts.get(4).getSteps()).isEqualTo(inOrder.get(3).getSteps());
            assertThat(harness.counts().forecasts()).isEqualTo(5);
            assertThat(harness.counts().revisions()).isEqualTo(1);
            assertThat(harness.reasons()).isEmpty();
        }
    }

    @Test
    void shouldRejectEventBeyondTheGraceWithItsLateness() {
        try (Harness harness = harness(Map.of("grace", "PT2M"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 5, 1);
            harness.observe("a", 3, 1);
            harness.observe("a", 2, 1);

            List<TestRecord<byte[], byte[]>> letters = harness.deadLetters();

            assertThat(letters).hasSize(1);
            assertThat(header(letters.get(0), "gatecast.reason")).isEqualTo("LATE");
            assertThat(header(letters.get(0), "gatecast.lateness.ms")).isEqualTo("180000");
            assertThat(header(letters.get(0), "__streams.errors.message"))
                    .isEqualTo("the event time must not be before 2024-03-01T00:03:00Z, up to which its series is"
                            + " settled, was 2024-03-01T00:02:00Z");
            assertThat(harness.counts().rejected()).containsEntry(Reason.LATE, 1L);
        }
    }

    @Test
    void shouldNotLetOneSeriesMakeAnotherLate() {
        try (Harness harness = harness(Map.of("grace", "PT2M"))) {
            harness.observe("fast", 60, 1);
            harness.observe("slow", 1, 1);
            harness.observe("slow", 0, 1);

            assertThat(harness.reasons()).isEmpty();
        }
    }

    @Test
    void shouldTakeTheSameEventOnce() {
        try (Harness harness = harness(Map.of("grace", "PT5M"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 1, 2);
            harness.observe("a", 0, 1);
            harness.observe("a", 1, 2);

            assertThat(harness.forecasts()).hasSize(2);
            assertThat(harness.reasons()).containsExactly("DUPLICATE", "DUPLICATE");
        }
    }

    @Test
    void shouldLetALaterValueOfTheSameTimeCorrectTheFirst() {
        List<ForecastStep> expected;
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 0, 7);
            harness.observe("a", 1, 2);
            expected = harness.forecasts().get(1).getSteps();
        }
        try (Harness harness = harness(Map.of("grace", "PT5M"))) {
            harness.observe("a", 0, 1);
            harness.observe("a", 1, 2);
            harness.observe("a", 0, 7);

            List<Forecast> forecasts = harness.forecasts();

            assertThat(forecasts).extracting(Forecast::getRevision).containsExactly(0, 0, 1, 1);
            assertThat(forecasts.get(3).getSteps()).isEqualTo(expected);
        }
    }

    @Test
    void shouldPutEventsOfAStepTogetherAndForecastWhenItCloses() {
        Map<String, String> settings =
                Map.of("step", "PT1M", "step.aggregation", "mean,max", "input.value.fields", "value,top");
        Artifact model = Models.withColumns("value", "top");
        List<Forecast> expected;
        try (Harness harness = new Harness(model, stateDir, Map.of("input.value.fields", "value,top"))) {
            harness.send("a", "{\"value\": 2, \"top\": 5}", at(0));
            harness.send("a", "{\"value\": 6, \"top\": 8}", at(1));
            expected = harness.forecasts();
        }
        try (Harness harness = new Harness(model, stateDir, settings)) {
            harness.send("a", "{\"value\": 3, \"top\": 5}", at(0) + 20_000);
            harness.send("a", "{\"value\": 1, \"top\": 4}", at(0) + 10_000);
            harness.send("a", "{\"value\": null, \"top\": 1}", at(0) + 15_000);
            assertThat(harness.forecasts()).isEmpty();

            harness.send("a", "{\"value\": 6, \"top\": 8}", at(1));
            harness.send("a", "{\"value\": 9, \"top\": 9}", at(2));

            List<TestRecord<String, Forecast>> records = harness.forecastRecords();
            assertThat(records).extracting(TestRecord::timestamp).containsExactly(at(0), at(1));
            List<Forecast> forecasts = records.stream().map(TestRecord::value).toList();
            assertThat(forecasts)
                    .extracting(Forecast::getSteps)
                    .isEqualTo(expected.stream().map(Forecast::getSteps).toList());
            assertThat(forecasts).extracting(Forecast::getStepMs).containsOnly(MINUTE);
            assertThat(forecasts).extracting(Forecast::getSourceOffset).containsExactly(3L, 4L);
            assertThat(harness.reasons()).isEmpty();
        }
    }

    @Test
    void shouldKeepAStepOpenForTheGrace() {
        try (Harness harness = harness(Map.of("step", "PT1M", "step.aggregation", "sum", "grace", "PT30S"))) {
            harness.send("a", "{\"value\": 1}", at(0));
            harness.send("a", "{\"value\": 1}", at(1) + 29_999);
            harness.send("a", "{\"value\": 1}", at(0) + 1);
            assertThat(harness.forecasts()).isEmpty();

            harness.send("a", "{\"value\": 1}", at(1) + 30_000);
            harness.send("a", "{\"value\": 1}", at(0) + 2);

            assertThat(harness.forecasts()).extracting(Forecast::getIssuedAtMs).containsExactly(at(0));
            TestRecord<byte[], byte[]> letter = harness.deadLetters().get(0);
            assertThat(header(letter, "gatecast.reason")).isEqualTo("LATE");
            assertThat(header(letter, "gatecast.lateness.ms")).isEqualTo("89998");
        }
    }

    @Test
    void shouldForecastRegularEventsTheSameInFixedStepsAsOneByOne() {
        List<List<ForecastStep>> oneByOne;
        try (Harness harness = harness(Map.of())) {
            observeInOrder(harness);
            oneByOne = harness.forecasts().stream().map(Forecast::getSteps).toList();
        }
        try (Harness harness = harness(Map.of("step", "PT1M"))) {
            observeInOrder(harness);
            List<List<ForecastStep>> fixed =
                    harness.forecasts().stream().map(Forecast::getSteps).toList();

            assertThat(fixed).isEqualTo(oneByOne.subList(0, oneByOne.size() - 1));
        }
    }

    private static void observeInOrder(Harness harness) {
        for (int minute = 0; minute < 100; minute++) {
            harness.observe("a", minute, value(minute));
        }
    }

    @Test
    void shouldRejectWhatAnOpenStepCannotHold() {
        try (Harness harness = harness(Map.of("step", "PT1M", "pending.max.events", "2"))) {
            harness.send("a", "{\"value\": 1}", at(0));
            harness.send("a", "{\"value\": 1}", at(0) + 1);
            harness.send("a", "{\"value\": 1}", at(0) + 2);

            assertThat(harness.reasons()).containsExactly("STEP_FULL");
        }
    }

    @Test
    void shouldSettleTheOldestEventWhereTooManyWait() {
        try (Harness harness = harness(Map.of("grace", "PT1H", "pending.max.events", "3"))) {
            for (int minute = 0; minute < 10; minute += 2) {
                harness.observe("a", minute, 1);
            }
            harness.observe("a", 5, 1);
            harness.observe("a", 3, 1);

            assertThat(harness.reasons()).containsExactly("LATE");
            assertThat(harness.counts().revisions()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"event, 1", "event, 7", "event, 32", "PT1M, 1", "PT1M, 7", "PT1M, 32"})
    void shouldForecastAsInOrderHoweverEventsComeAndWhateverFallsOutOfMemory(String step, int checkpointEvery) {
        Map<String, String> settings =
                Map.of("step", step, "grace", "PT10M", "memo.keys", "1", "checkpoint.every", "" + checkpointEvery);
        Map<String, Forecast> expected;
        try (Harness harness = harness(Map.of("step", step, "grace", "PT10M"))) {
            events(120).forEach(event -> event.send(harness));
            expected = latest(harness.forecasts());
        }
        try (Harness harness = harness(settings)) {
            shuffled(events(120)).forEach(event -> event.send(harness));

            assertThat(latest(harness.forecasts())).isEqualTo(expected);
            assertThat(harness.counts().found()).containsKey(Origin.STORES).doesNotContainKey(Origin.DAMAGED);
            assertThat(harness.reasons()).isNotEmpty().containsOnly("DUPLICATE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "PT1M"})
    void shouldGoOnFromTheStoresWithEventsThatStillWait(String step) {
        Map<String, String> settings = Map.of("step", step, "grace", "PT10M");
        List<Event> events = shuffled(events(120));
        List<Forecast> undisturbed;
        try (Harness harness = harness(settings)) {
            events.forEach(event -> event.send(harness));
            undisturbed = harness.forecasts();
        }
        List<Forecast> all = new ArrayList<>();
        Map<String, byte[]> checkpoints;
        Map<String, byte[]> tails;
        try (Harness harness = harness(settings)) {
            events.subList(0, 101).forEach(event -> event.send(harness));
            all.addAll(harness.forecasts());
            checkpoints = contents(harness.store(Stores.CHECKPOINTS));
            tails = contents(harness.store(Stores.TAILS));
        }
        try (Harness harness = harness(settings)) {
            checkpoints.forEach(harness.store(Stores.CHECKPOINTS)::put);
            tails.forEach(harness.store(Stores.TAILS)::put);
            events.subList(101, events.size()).forEach(event -> event.send(harness));
            all.addAll(harness.forecasts());
        }

        assertThat(all.stream().map(EventOrderTest::withoutSource).toList())
                .isEqualTo(
                        undisturbed.stream().map(EventOrderTest::withoutSource).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step | PT5M | step=PT5M contradicts the model, whose steps are PT1M long",
                "step.aggregation | mean | step.aggregation contradicts step=event: a single event is not put together"
                        + " with others",
                "pending.max.events | 5 | pending.max.events contradicts step=event with grace=PT0S: no event waits for"
                        + " another",
            })
    void shouldRefuseSettingsThatContradictTheModelOrOneAnother(String name, String value, String message) {
        assertThatThrownBy(() ->
                        ForecastTopology.build(GatecastConfig.of(Harness.withDefaults(Map.of(name, value))), MODEL))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseAnotherNumberOfAggregationsThanColumns() {
        Map<String, String> settings =
                Harness.withDefaults(Map.of("step", "PT1M", "step.aggregation", "mean,sum,last"));

        assertThatThrownBy(
                        () -> ForecastTopology.build(GatecastConfig.of(settings), Models.withColumns("value", "wind")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("step.aggregation must name one for all columns or one for each of the model's 2"
                        + " [value, wind], names 3");
    }

    private Harness harness(Map<String, String> settings) {
        return new Harness(MODEL, stateDir, settings);
    }

    private static double value(int minute) {
        return 20 + Math.sin(minute / 5.0);
    }

    private static long at(int minute) {
        return START + minute * MINUTE;
    }

    /** One event of one of three series. */
    private record Event(String key, long timestampMs, String value) {
        void send(Harness harness) {
            harness.send(key, value, timestampMs);
        }
    }

    /** Events of three series in order of time, about one a minute, some without a value. */
    private static List<Event> events(int count) {
        Random random = new Random(11);
        List<Event> events = new ArrayList<>();
        long timestampMs = START;
        for (int i = 0; i < count; i++) {
            timestampMs += 1 + random.nextInt(60_000);
            String value =
                    i > 5 && i < count - 5 && random.nextInt(9) == 0 ? "null" : "" + (10 + random.nextGaussian());
            events.add(new Event("key-" + i % 3, timestampMs, "{\"value\": " + value + "}"));
        }
        return events;
    }

    /** Some delayed by up to ten minutes of their series, some twice. */
    private static List<Event> shuffled(List<Event> events) {
        Random random = new Random(12);
        TreeMap<Double, Event> byArrival = new TreeMap<>();
        for (Event event : events) {
            for (int copies = random.nextInt(4) == 0 ? 2 : 1; copies > 0; copies--) {
                byArrival.put(event.timestampMs() + 600_000 * random.nextDouble(), event);
            }
        }
        return List.copyOf(byArrival.values());
    }

    /** The forecast that supersedes all others, by key and time, as if it had been the only one. */
    private static Map<String, Forecast> latest(List<Forecast> forecasts) {
        Map<String, Forecast> latest = new HashMap<>();
        for (Forecast forecast : forecasts) {
            latest.merge(
                    forecast.getKey() + "@" + forecast.getIssuedAtMs(),
                    forecast,
                    (a, b) -> Collections.max(List.of(a, b), (x, y) -> x.getRevision() - y.getRevision()));
        }
        latest.replaceAll((place, forecast) ->
                Forecast.newBuilder(withoutSource(forecast)).setRevision(0).build());
        return latest;
    }

    private static Forecast withoutSource(Forecast forecast) {
        return Forecast.newBuilder(forecast).setSourceOffset(0).build();
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
}
