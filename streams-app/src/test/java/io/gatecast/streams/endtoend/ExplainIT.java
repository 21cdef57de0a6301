package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.LedgerEntry;
import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.table.TimestampText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recorded forecasts that are computed again, late events and all, and the ledger beside them. */
class ExplainIT {
    private static final String INPUT = "audited";
    private static final String OUTPUT = "audited-forecasts";
    private static final int ROWS = 150;

    @Test
    @Timeout(300)
    void shouldComputeRecordedForecastsAgainToTheLastBit(@TempDir Path folder) {
        Path model = folder.resolve("small.gatecast");
        SmallModel.train(model);
        try (Installation installation = new Installation(folder)) {
            installation.createTopic(INPUT, 2);
            String[] settings = {"grace=PT6H", "ledger.topic=audited-ledger", "ledger.every=50", "checkpoint.every=9"};
            ChildProcess running = installation.startRunning("audited", INPUT, INPUT, model, settings);
            feed(installation);
            installation.awaitCaughtUp(INPUT, Duration.ofMinutes(1), running::isAlive);
            running.stop();
            String config = folder.resolve("audited.properties").toString();

            ConsumerRecord<byte[], byte[]> revised = lastRevised(installation);
            String place = revised.topic() + "-" + revised.partition() + "@" + revised.offset();
            String explained = installation.run("audited-place", "explain", "-c", config, "--forecast", place);
            String latest = installation.run(
                    "audited-time", "explain", "-c", config, "--key", "key-1", "--time", time(ROWS - 1));
            ChildProcess other = installation.start(
                    "audited-other", "explain", "-c", config, "--forecast", place, "--set", "grace=PT0S");

            assertThat(explained)
                    .contains("forecast    " + place + ": series key-")
                    .contains("revision ")
                    .contains("scale       mean ")
                    .contains("fallback    ")
                    .contains("equal to the recorded forecast, bit for bit");
            assertThat(latest)
                    .contains("at event time " + time(ROWS - 1))
                    .contains("equal to the recorded forecast, bit for bit");
            assertThat(other.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
            assertThat(other.output()).contains("DIFFERENT from the recorded forecast");
            assertThat(ledger(installation))
                    .hasSizeGreaterThanOrEqualTo(3 * ROWS / 50)
                    .allSatisfy(entry -> {
                        assertThat(entry.getKey()).startsWith("key-");
                        assertThat(entry.getStepCount() % 50).isZero();
                        assertThat(entry.getGroups().get(0).getSeasonalError()).isPositive();
                        assertThat(entry.getCoverages().get(0).getStated()).isEqualTo(0.8);
                    });
        }
    }

    private static String time(int row) {
        return TimestampText.format(SmallModel.START_MS + row * SmallModel.STEP_MS);
    }

    private static ConsumerRecord<byte[], byte[]> lastRevised(Installation installation) {
        try (Serde<Forecast> serde = installation.forecastSerde()) {
            Deserializer<Forecast> deserializer = serde.deserializer();
            List<ConsumerRecord<byte[], byte[]>> revised = installation.read(OUTPUT).stream()
                    .filter(record ->
                            deserializer.deserialize(OUTPUT, record.value()).getRevision() > 0)
                    .toList();
            return revised.get(revised.size() - 1);
        }
    }

    private static List<LedgerEntry> ledger(Installation installation) {
        try (Serde<LedgerEntry> serde =
                AvroSerdes.of(LedgerEntry.class, Map.of("schema.registry.url", installation.registryUrl()), false)) {
            Deserializer<LedgerEntry> deserializer = serde.deserializer();
            return installation.read("audited-ledger").stream()
                    .map(record -> deserializer.deserialize("audited-ledger", record.value()))
                    .toList();
        }
    }

    /** Every tenth event comes three hours late. */
    private static void feed(Installation installation) {
        try (KafkaProducer<byte[], byte[]> producer = installation.producer();
                Serializer<Observation> serializer =
                        installation.observationSerde().serializer()) {
            for (int row = 0; row < ROWS; row++) {
                for (int key = 0; key < 3; key++) {
                    if (row % 10 != 5) {
                        send(producer, serializer, key, row);
                    }
                    if (row % 10 == 8) {
                        send(producer, serializer, key, row - 3);
                    }
                }
            }
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, Serializer<Observation> serializer, int key, int row) {
        Observation observation = new Observation(
                "key-" + key,
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
}
