package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Forecast;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Late, repeated and missing events, and series that fall silent, on a real broker and through crashes. */
class EventTimeIT {
    private static final int KEYS = 12;
    private static final int ROWS = 250;
    private static final long GRACE_MS = 6 * SmallModel.STEP_MS;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** One event of one series. */
    @Test
    @Timeout(600)
    void shouldForecastLateAndRepeatedEventsAsInOrderThroughACrash(@TempDir Path folder) {
        Path model = folder.resolve("small.gatecast");
        SmallModel.train(model);
        List<SensorEvent> inOrder = events();
        List<SensorEvent> shuffled = shuffled(inOrder);
        int repeated = shuffled.size() - inOrder.size();
        try (Installation installation = new Installation(folder)) {
            for (String step : new String[] {"event", "PT1H"}) {
                Map<String, Forecast> expected = inOrder(installation, model, step, inOrder);
                List<Forecast> found = throughACrash(installation, model, step, shuffled);

                assertThat(latest(found)).isEqualTo(expected);
                assertThat(installation.read("shuffled-" + step + "-dead"))
                        .as("repeated events of step %s", step)
                        .hasSize(repeated);
                if (step.equals("event")) {
                    assertThat(found.size()).as("forecasts with revisions").isGreaterThan(expected.size() * 3 / 2);
                }
            }
        }
    }

    private static Map<String, Forecast> inOrder(
            Installation installation, Path model, String step, List<SensorEvent> events) {
        String name = "ordered-" + step;
        installation.createTopic(name, 2);
        installation.feed(name, events);
        ChildProcess running = running(installation, name, name, model, step, "checkpoint.every=32");
        installation.awaitRecords(List.of(name + "-out"), forecasts(step, events), LIMIT, running::isAlive);
        running.stop();
        return latest(installation.readForecasts(name + "-out"));
    }

    /** Half of the events, a kill, the other half; states fall out of memory all the time. */
    private static List<Forecast> throughACrash(
            Installation installation, Path model, String step, List<SensorEvent> events) {
        String name = "shuffled-" + step;
        installation.createTopic(name, 2);
        String[] settings = {"checkpoint.every=5", "memo.keys=3"};
        ChildProcess doomed = running(installation, name + "-doomed", name, model, step, settings);
        installation.feed(name, events.subList(0, events.size() / 2));
        installation.awaitRecords(List.of(name + "-out"), events.size() / 4, LIMIT, doomed::isAlive);
        doomed.kill();
        installation.feed(name, events.subList(events.size() / 2, events.size()));
        ChildProcess heir = running(installation, name + "-heir", name, model, step, settings);
        // Nothing tells how many revisions there will be; the end is when every event has been read.
        installation.awaitCaughtUp(name, LIMIT, heir::isAlive);
        heir.stop();
        return installation.readForecasts(name + "-out");
    }

    private static ChildProcess running(
            Installation installation, String process, String name, Path model, String step, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "output.topic=" + name + "-out",
                "dead.letter.topic=" + name + "-dead",
                "step=" + step,
                "grace=" + Duration.ofMillis(GRACE_MS),
                "max.gap=24"));
        all.addAll(List.of(settings));
        return installation.startRunning(process, name, name, model, all.toArray(String[]::new));
    }

    /** Of every event, or of every step that the grace has passed. */
    private static long forecasts(String step, List<SensorEvent> events) {
        if (step.equals("event")) {
            return events.size();
        }
        return events.stream()
                .filter(event -> event.timestampMs() + SmallModel.STEP_MS + GRACE_MS <= lastMs())
                .count();
    }

    private static long lastMs() {
        return SmallModel.START_MS + (ROWS - 1) * SmallModel.STEP_MS;
    }

    /** Hourly series, a twentieth of whose events are missing; the first and the last of each are not. */
    private static List<SensorEvent> events() {
        Random random = new Random(3);
        List<SensorEvent> events = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int key = 0; key < KEYS; key++) {
                if (row == 0 || row == ROWS - 1 || random.nextInt(20) > 0) {
                    events.add(new SensorEvent(
                            "key-" + key,
                            SmallModel.START_MS + row * SmallModel.STEP_MS,
                            SmallModel.value(key, row, 1)));
                }
            }
        }
        return events;
    }

    /** Every event later by up to the grace, a twentieth of them twice; the last ones at the end. */
    private static List<SensorEvent> shuffled(List<SensorEvent> events) {
        Random random = new Random(4);
        TreeMap<Double, SensorEvent> byArrival = new TreeMap<>();
        for (SensorEvent event : events) {
            boolean last = event.timestampMs() == lastMs();
            for (int copies = !last && random.nextInt(20) == 0 ? 2 : 1; copies > 0; copies--) {
                byArrival.put(
                        event.timestampMs() + (last ? GRACE_MS : 0) + GRACE_MS * random.nextDouble() * 0.999, event);
            }
        }
        // A series must not have reached the end before its delayed events have come.
        return List.copyOf(byArrival.values());
    }

    private static Map<String, Forecast> latest(List<Forecast> forecasts) {
        return forecasts.stream()
                .collect(Collectors.toMap(
                        forecast -> forecast.getKey() + "@" + forecast.getIssuedAtMs(),
                        forecast -> forecast,
                        (a, b) -> a.getRevision() > b.getRevision() ? a : b,
                        TreeMap::new))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Forecast.newBuilder(entry.getValue())
                                .setRevision(0)
                                .setSourceTopic("")
                                .setSourcePartition(0)
                                .setSourceOffset(0)
                                .build(),
                        (a, b) -> b,
                        TreeMap::new));
    }

    @Test
    @Timeout(600)
    void shouldNotRestoreWhatHasExpired(@TempDir Path folder) {
        Path model = folder.resolve("small.gatecast");
        SmallModel.train(model);
        try (Installation installation = new Installation(folder)) {
            installation.createTopic("silent", 1);
            List<SensorEvent> events = new ArrayList<>();
            for (int row = 0; row < 100; row++) {
                long timestampMs = SmallModel.START_MS + row * SmallModel.STEP_MS;
                if (row < 40) {
                    events.add(new SensorEvent("gone", timestampMs, SmallModel.value(1, row, 1)));
                }
                events.add(new SensorEvent("alive", timestampMs, SmallModel.value(2, row, 1)));
            }
            installation.feed("silent", events);
            String[] settings = {"state.ttl=P1D", "output.topic=silent-out", "checkpoint.every=8"};
            ChildProcess first = installation.startRunning("silent-first", "silent", "silent", model, settings);
            installation.awaitRecords(List.of("silent-out"), events.size(), LIMIT, first::isAlive);
            first.stop();

            for (String changelog :
                    new String[] {"silent-series-checkpoints-changelog", "silent-series-tails-changelog"}) {
                assertThat(lastValue(installation, changelog, "gone"))
                        .as(changelog)
                        .isNull();
                assertThat(lastValue(installation, changelog, "alive"))
                        .as(changelog)
                        .isNotNull();
            }

            // Another directory: everything is restored from the changelogs.
            ChildProcess restored = installation.startRunning("silent-restored", "silent", "silent", model, settings);
            long back = SmallModel.START_MS + 100 * SmallModel.STEP_MS;
            installation.feed(
                    "silent", List.of(new SensorEvent("gone", back, 100), new SensorEvent("alive", back, 100)));
            installation.awaitRecords(List.of("silent-out"), events.size() + 2, LIMIT, restored::isAlive);
            restored.stop();

            assertThat(installation.readForecasts("silent-out").stream()
                            .filter(forecast -> forecast.getIssuedAtMs() == back)
                            .collect(Collectors.toMap(Forecast::getKey, Forecast::getStepCount)))
                    .isEqualTo(Map.of("gone", 1L, "alive", 101L));
        }
    }

    private static byte[] lastValue(Installation installation, String topic, String key) {
        byte[] last = null;
        for (ConsumerRecord<byte[], byte[]> record : installation.read(topic)) {
            if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                last = record.value();
            }
        }
        return last;
    }
}
