package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Observation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A topic where most records are broken, each in one of many ways: the process lives, and every record becomes a forecast
 * or a dead letter with its reason. {@code -Dgatecast.malformed.records=1000000} for the long run.
 */
class MalformedInputIT {
    private static final String INPUT = "broken";
    private static final int RECORDS = Integer.getInteger("gatecast.malformed.records", 60_000);
    private static final long SEED = 20_261_123;

    private enum Kind {
        GOOD,
        WRONG_MAGIC_BYTE,
        UNKNOWN_SCHEMA,
        TRUNCATED,
        NOT_A_RECORD,
        WRONG_TYPE,
        NAN,
        INFINITE,
        HUGE_NUMBER,
        NULL_KEY,
        EMPTY_KEY,
        NULL_VALUE,
        EMPTY_VALUE,
        NOISE,
        HUGE_ARRAY,
        NO_VALUES,
        NEGATIVE_TIME,
        LATE,
        DUPLICATE
    }

    @Test
    @Timeout(1800)
    void shouldForecastOrDeadLetterEveryRecord(@TempDir Path folder) {
        System.out.println("malformed records: " + RECORDS + ", seed " + SEED);
        Path model = folder.resolve("small.gatecast");
        SmallModel.train(model);
        try (Installation installation = new Installation(folder)) {
            installation.createTopic(INPUT, 4);
            Map<Kind, Integer> sent = new Sender(installation).send();
            ChildProcess running = installation.startRunning("malformed-run", "malformed", INPUT, model);
            installation.awaitRecords(
                    List.of(INPUT + "-forecasts", INPUT + "-dead-letters"),
                    RECORDS,
                    Duration.ofMinutes(20),
                    running::isAlive);
            assertThat(running.isAlive()).isTrue();
            running.stop();

            Map<String, Integer> reasons = reasons(installation.read(INPUT + "-dead-letters"));
            int forecasts = installation.read(INPUT + "-forecasts").size();
            System.out.println("sent " + sent + "\nforecasts " + forecasts + ", dead letters " + reasons);
            assertThat(forecasts).isEqualTo(sent.get(Kind.GOOD));
            assertThat(forecasts
                            + reasons.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                    .isEqualTo(RECORDS);
            assertThat(reasons).isEqualTo(expectedReasons(sent));
        }
    }

    private static Map<String, Integer> reasons(List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : deadLetters) {
            byte[] reason = letter.headers().lastHeader("gatecast.reason").value();
            assertThat(letter.headers().lastHeader("__streams.errors.message").value())
                    .isNotEmpty();
            assertThat(new String(
                            letter.headers()
                                    .lastHeader("__streams.errors.topic")
                                    .value(),
                            StandardCharsets.UTF_8))
                    .isEqualTo(INPUT);
            reasons.merge(new String(reason, StandardCharsets.UTF_8), 1, Integer::sum);
        }
        return reasons;
    }

    private static Map<String, Integer> expectedReasons(Map<Kind, Integer> sent) {
        Map<String, Integer> expected = new TreeMap<>();
        sent.forEach((kind, count) -> {
            String reason = switch (kind) {
                case GOOD -> null;
                case WRONG_MAGIC_BYTE, EMPTY_VALUE, NOISE -> "WRONG_MAGIC_BYTE";
                case UNKNOWN_SCHEMA -> "UNKNOWN_SCHEMA";
                case TRUNCATED -> "UNREADABLE_AVRO";
                case NOT_A_RECORD -> "NOT_A_RECORD";
                case WRONG_TYPE -> "WRONG_TYPE";
                case NAN -> "VALUE_NAN";
                case INFINITE -> "VALUE_INFINITE";
                case HUGE_NUMBER -> "VALUE_OUT_OF_RANGE";
                case NULL_KEY -> "NULL_KEY";
                case EMPTY_KEY -> "EMPTY_KEY";
                case NULL_VALUE -> "NULL_VALUE";
                case HUGE_ARRAY -> "TOO_MANY_VALUES";
                case NO_VALUES -> "TOO_FEW_VALUES";
                case NEGATIVE_TIME -> "NEGATIVE_TIMESTAMP";
                case LATE -> "LATE";
                case DUPLICATE -> "DUPLICATE";
            };
            if (reason != null) {
                expected.merge(reason, count, Integer::sum);
            }
        });
        return expected;
    }

    /** Sends records of all kinds in a seeded order. */
    private static final class Sender {
        private static final int KEYS = 50;
        private static final int HUGE = 20_000;

        private final Installation installation;
        private final Random random = new Random(SEED);
        private final int[] rows = new int[KEYS];
        private final byte[] notARecord;
        private final byte[] wrongType;
        private final Serializer<Observation> serializer;

        Sender(Installation installation) {
            this.installation = installation;
            serializer = installation.observationSerde().serializer();
            try (var avro = new io.confluent.kafka.serializers.KafkaAvroSerializer()) {
                avro.configure(Map.of("schema.registry.url", installation.registryUrl()), false);
                notARecord = avro.serialize("strings", "just text");
                Schema schema = SchemaBuilder.record("Reading")
                        .namespace("elsewhere")
                        .fields()
                        .requiredLong("timestampMs")
                        .requiredString("value")
                        .endRecord();
                GenericRecord record = new GenericData.Record(schema);
                record.put("timestampMs", SmallModel.START_MS);
                record.put("value", "twelve");
                wrongType = avro.serialize("elsewhere", record);
            }
        }

        Map<Kind, Integer> send() {
            Map<Kind, Integer> sent = new EnumMap<>(Kind.class);
            Kind[] kinds = Kind.values();
            try (KafkaProducer<byte[], byte[]> producer = installation.producer()) {
                for (int i = 0; i < RECORDS; i++) {
                    Kind kind = random.nextInt(4) == 0 ? Kind.GOOD : kinds[random.nextInt(kinds.length)];
                    int key = random.nextInt(KEYS);
                    if (kind == Kind.HUGE_ARRAY && random.nextInt(20) != 0
                            || rows[key] < 2 && (kind == Kind.LATE || kind == Kind.DUPLICATE)) {
                        kind = Kind.GOOD;
                    }
                    producer.send(record(kind, key));
                    sent.merge(kind, 1, Integer::sum);
                }
            }
            return sent;
        }

        private ProducerRecord<byte[], byte[]> record(Kind kind, int key) {
            byte[] recordKey = switch (kind) {
                case NULL_KEY -> null;
                case EMPTY_KEY -> new byte[0];
                default -> ("key-" + key).getBytes(StandardCharsets.UTF_8);
            };
            return new ProducerRecord<>(INPUT, recordKey, value(kind, key));
        }

        private byte[] value(Kind kind, int key) {
            return switch (kind) {
                case GOOD -> observation(key, rows[key]++, 100 + random.nextGaussian());
                case NULL_KEY, EMPTY_KEY -> observation(key, rows[key], 100);
                case LATE -> observation(key, rows[key] - 2, 100);
                case DUPLICATE -> observation(key, rows[key] - 1, 100);
                case WRONG_MAGIC_BYTE -> changed(observation(key, rows[key], 100), 0, (byte) (1 + random.nextInt(100)));
                case UNKNOWN_SCHEMA ->
                    ByteBuffer.wrap(observation(key, rows[key], 100))
                            .putInt(1, 1_000_000 + random.nextInt(50))
                            .array();
                case TRUNCATED -> {
                    byte[] whole = observation(key, rows[key], 100);
                    yield Arrays.copyOf(whole, 5 + random.nextInt(whole.length - 5));
                }
                case NOT_A_RECORD -> notARecord;
                case WRONG_TYPE -> wrongType;
                case NAN -> observation(key, rows[key], Double.NaN);
                case INFINITE ->
                    observation(
                            key, rows[key], random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
                case HUGE_NUMBER -> observation(key, rows[key], 1e300);
                case NULL_VALUE -> null;
                case EMPTY_VALUE -> new byte[0];
                case NOISE -> noise();
                case HUGE_ARRAY -> serialize(key, rows[key], new ArrayList<>(Collections.nCopies(HUGE, 1.0)));
                case NO_VALUES -> serialize(key, rows[key], List.of());
                case NEGATIVE_TIME ->
                    serializer.serialize(
                            INPUT,
                            new Observation(
                                    "key-" + key, -1L - random.nextInt(1000), List.of(1.0), List.of(), List.of()));
            };
        }

        private byte[] noise() {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (1 + random.nextInt(100));
            return bytes;
        }

        private static byte[] changed(byte[] bytes, int at, byte value) {
            bytes[at] = value;
            return bytes;
        }

        private byte[] observation(int key, int row, double value) {
            return serialize(key, row, List.of(value));
        }

        private byte[] serialize(int key, int row, List<Double> values) {
            return serializer.serialize(
                    INPUT,
                    new Observation(
                            "key-" + key,
                            SmallModel.START_MS + row * SmallModel.STEP_MS,
                            values,
                            List.of(),
                            List.of()));
        }
    }
}
