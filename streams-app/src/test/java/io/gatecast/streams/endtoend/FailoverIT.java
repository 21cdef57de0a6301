package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.Observation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of two instances is killed in mid-stream; the other must carry on as if nothing had happened. */
class FailoverIT {
    private static final String INPUT = "sensors";
    private static final int KEYS = 40;
    private static final int ROWS = 1_500;
    private static final long EVENTS = (long) KEYS * ROWS;
    private static final Duration FEEDING = Duration.ofSeconds(12);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    @Timeout(600)
    void shouldForecastAsUndisturbedWhenAnInstanceIsKilled(@TempDir Path folder) throws InterruptedException {
        Path model = folder.resolve("small.gatecast");
        SmallModel.train(model);
        try (Installation installation = new Installation(folder)) {
            installation.createTopic(INPUT, 4);
            ChildProcess doomed = running(installation, "failover-doomed", "disturbed", model);
            ChildProcess survivor = running(installation, "failover-survivor", "disturbed", model);
            installation.awaitMembers("disturbed", 2);
            Thread feeder = new Thread(() -> feed(installation), "feeder");
            feeder.start();

            long before = installation.awaitRecords(List.of("disturbed-out"), EVENTS / 3, LIMIT, survivor::isAlive);
            doomed.kill();
            assertThat(before).as("forecasts before the kill").isLessThan(EVENTS);
            feeder.join();
            long after = installation.awaitRecords(List.of("disturbed-out"), EVENTS, LIMIT, survivor::isAlive);
            assertThat(after).as("forecasts after all").isEqualTo(EVENTS);
            survivor.stop();

            ChildProcess alone = running(installation, "failover-alone", "undisturbed", model);
            installation.awaitRecords(List.of("undisturbed-out"), EVENTS, LIMIT, alone::isAlive);
            alone.stop();

            Map<String, Forecast> expected = bySource(installation.readForecasts("undisturbed-out"));
            Map<String, Forecast> actual = bySource(installation.readForecasts("disturbed-out"));
            assertThat(expected).hasSize((int) EVENTS);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            actual.forEach((source, forecast) -> assertThat(forecast).as(source).isEqualTo(expected.get(source)));
            assertThat(installation.read("disturbed-dead")).as("dead letters").isEmpty();
        }
    }

    private static ChildProcess running(Installation installation, String name, String application, Path model) {
        return installation.startRunning(
                name,
                application,
                INPUT,
                model,
                "output.topic=" + application + "-out",
                "dead.letter.topic=" + application + "-dead");
    }

    /** By source offset; fails if there are two of one, or if those of a key are not in order. */
    private static Map<String, Forecast> bySource(List<Forecast> forecasts) {
        Map<String, Forecast> bySource = new TreeMap<>();
        Map<String, Long> seen = new TreeMap<>();
        for (Forecast forecast : forecasts) {
            String source = forecast.getSourcePartition() + "@" + forecast.getSourceOffset();
            assertThat(bySource.put(source, forecast))
                    .as("second forecast for " + source)
                    .isNull();
            long expectedCount = seen.merge(forecast.getKey(), 1L, Long::sum);
            assertThat(forecast.getStepCount())
                    .as("observations behind " + source)
                    .isEqualTo(expectedCount);
        }
        return bySource;
    }

    private static void feed(Installation installation) {
        try (KafkaProducer<byte[], byte[]> producer = installation.producer();
                Serializer<Observation> serializer =
                        installation.observationSerde().serializer()) {
            long start = System.nanoTime();
            for (int row = 0; row < ROWS; row++) {
                for (int key = 0; key < KEYS; key++) {
                    Observation observation = new Observation(
                            "sensor-" + key,
                            SmallModel.START_MS + row * SmallModel.STEP_MS,
                            List.of(SmallModel.value(key, row, 1)),
                            List.of(),
                            List.of());
                    producer.send(new ProducerRecord<>(
                            INPUT,
                            null,
                            observation.getTimestampMs(),
                            observation.getKey().getBytes(StandardCharsets.UTF_8),
                            serializer.serialize(INPUT, observation)));
                }
                pauseUntil(start + FEEDING.toNanos() * (row + 1) / ROWS);
            }
        }
    }

    private static void pauseUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        if (left > 0) {
            try {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
