package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static io.gatecast.streams.topology.Harness.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.Observation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions.DecimalConversion;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroInputTest {
    private static final String SCOPE = "avro-input";
    private static final Artifact ONE_COLUMN = Models.withColumns("value");
    private static final Artifact THREE_COLUMNS = Models.withColumns("a", "b", "c");
    private static final Schema READING = SchemaBuilder.record("Reading")
            .namespace("test")
            .fields()
            .name("value")
            .type()
            .unionOf()
            .nullType()
            .and()
            .doubleType()
            .endUnion()
            .noDefault()
            .endRecord();

    @TempDir
    private Path stateDir;

    @Test
    void shouldTakeGatecastsOwnObservationsWithoutSettings() {
        try (Harness harness = harness(THREE_COLUMNS, Map.of())) {
            harness.send(
                    bytes("pump-1"),
                    avro(new Observation("pump-1", START + 7, List.of(1.0, 2.0, 3.0), List.of(), List.of())),
                    START);
            harness.send(
                    bytes("pump-1"),
                    avro(new Observation("pump-1", START + 8, Arrays.asList(null, 2.0, null), List.of(), List.of())),
                    START);

            List<TestRecord<String, Forecast>> forecasts = harness.forecastRecords();

            assertThat(forecasts).extracting(TestRecord::key).containsExactly("pump-1", "pump-1");
            assertThat(forecasts).extracting(TestRecord::timestamp).containsExactly(START + 7, START + 8);
        }
    }

    @Test
    void shouldWriteForecastsThroughTheRegistry() {
        Map<String, String> settings = Map.of("output.format", "avro");
        try (Harness harness = harness(ONE_COLUMN, settings)) {
            harness.send(bytes("a"), avro(reading(1.0)), START);

            assertThat(harness.forecasts())
                    .singleElement()
                    .satisfies(forecast -> assertThat(forecast.getModelId()).isEqualTo(ONE_COLUMN.id()));
        }
    }

    @Test
    void shouldReadNestedFieldsAndEveryKindOfNumber() {
        Schema decimal = LogicalTypes.decimal(8, 2).addToSchema(Schema.create(Schema.Type.BYTES));
        Schema values = SchemaBuilder.record("Values")
                .fields()
                .requiredBoolean("on")
                .requiredInt("count")
                .name("price")
                .type(decimal)
                .noDefault()
                .endRecord();
        Schema schema = SchemaBuilder.record("Sale")
                .namespace("test")
                .fields()
                .name("shop")
                .type(Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.LONG)))
                .noDefault()
                .name("at")
                .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .name("v")
                .type(values)
                .noDefault()
                .endRecord();
        GenericData.Record inner = new GenericRecordBuilder(values)
                .set("on", true)
                .set("count", 3)
                .set(
                        "price",
                        new DecimalConversion().toBytes(new BigDecimal("12.50"), decimal, decimal.getLogicalType()))
                .build();
        GenericData.Record sale = new GenericRecordBuilder(schema)
                .set("shop", 17L)
                .set("at", START * 1000 + 999)
                .set("v", inner)
                .build();
        Map<String, String> settings = Map.of(
                "input.key.field", "shop",
                "input.timestamp.field", "at",
                "input.value.fields", "v.on,v.count,v.price");
        try (Harness harness = harness(THREE_COLUMNS, settings)) {
            harness.send(null, avro(sale), START);

            TestRecord<String, Forecast> forecast = harness.forecastRecords().get(0);

            assertThat(forecast.key()).isEqualTo("17");
            assertThat(forecast.timestamp()).isEqualTo(START);
            assertThat(forecast.value().getSteps().get(0).getMean()).isFinite();
        }
    }

    @Test
    void shouldReadAvroKeys() {
        try (Harness harness = harness(ONE_COLUMN, Map.of());
                KafkaAvroSerializer keys = new KafkaAvroSerializer(Harness.registry(SCOPE))) {
            keys.configure(registrySettings(), true);
            harness.send(keys.serialize("in", "pump-1"), avro(reading(1.0)), START);
            harness.send(keys.serialize("in", 42L), avro(reading(1.0)), START);
            harness.send(keys.serialize("in", 1.5), avro(reading(1.0)), START);

            assertThat(harness.forecasts()).extracting(Forecast::getKey).containsExactly("pump-1", "42");
            assertThat(harness.reasons()).containsExactly("UNREADABLE_KEY");
        }
    }

    @Test
    void shouldRejectWithReason() {
        byte[] good = avro(reading(1.0));
        byte[] wrongMagic = good.clone();
        wrongMagic[0] = 1;
        byte[] unknownSchema = good.clone();
        ByteBuffer.wrap(unknownSchema).putInt(1, 987_654);
        byte[] negativeSchema = good.clone();
        ByteBuffer.wrap(negativeSchema).putInt(1, -1);
        byte[] truncated = Arrays.copyOf(good, good.length - 1);
        byte[] wrongBranch = good.clone();
        wrongBranch[5] = 8;
        try (Harness harness = harness(ONE_COLUMN, Map.of())) {
            harness.send(bytes("a"), wrongMagic, START);
            harness.send(bytes("a"), new byte[] {0, 0}, START);
            harness.send(bytes("a"), unknownSchema, START);
            harness.send(bytes("a"), negativeSchema, START);
            harness.send(bytes("a"), truncated, START);
            harness.send(bytes("a"), wrongBranch, START);
            harness.send(bytes("a"), avro("text"), START);
            harness.send(bytes("a"), avro(reading(Double.NaN)), START);
            harness.send(bytes("a"), avro(reading(Double.NEGATIVE_INFINITY)), START);

            assertThat(harness.reasons())
                    .containsExactly(
                            "WRONG_MAGIC_BYTE",
                            "WRONG_MAGIC_BYTE",
                            "UNKNOWN_SCHEMA",
                            "UNKNOWN_SCHEMA",
                            "UNREADABLE_AVRO",
                            "UNREADABLE_AVRO",
                            "NOT_A_RECORD",
                            "VALUE_NAN",
                            "VALUE_INFINITE");
            assertThat(harness.forecasts()).isEmpty();
        }
    }

    @Test
    void shouldReadAndRejectTheSameOnceTheSchemaIsKnown() {
        byte[] good = avro(reading(1.0));
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        try (Harness harness = harness(ONE_COLUMN, Map.of())) {
            harness.send(bytes("a"), cut, START);
            harness.send(bytes("a"), good, START + 1);
            harness.send(bytes("a"), good, START + 2);
            harness.send(bytes("a"), avro(reading(null)), START + 3);
            harness.send(bytes("a"), cut, START + 4);

            assertThat(harness.forecasts())
                    .extracting(Forecast::getIssuedAtMs)
                    .containsExactly(START + 1, START + 2, START + 3);
            assertThat(harness.reasons()).containsExactly("UNREADABLE_AVRO", "UNREADABLE_AVRO");
        }
    }

    @Test
    void shouldRejectArrayThatClaimsTwoThousandMillionElements() throws IOException {
        byte[] observation = avro(new Observation("a", START, List.of(1.0), List.of(), List.of()));
        // Prefix, key "a", event time, then the length of the first block as a zigzag varint: 2^31 - 16.
        int lengthAt = observation.length - 11;
        byte[] huge = Arrays.copyOf(observation, lengthAt + 5);
        System.arraycopy(new byte[] {(byte) 0xe0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, 0, huge, lengthAt, 5);
        try (Harness harness = harness(ONE_COLUMN, Map.of())) {
            harness.send(bytes("a"), huge, START);

            assertThat(harness.reasons()).containsExactly("UNREADABLE_AVRO");
        }
    }

    @Test
    void shouldRejectBytesThatClaimToBeManyTimesAsLongAsTheRecord() {
        Schema schema =
                SchemaBuilder.record("Blob").fields().requiredBytes("value").endRecord();
        byte[] blob = avro(new GenericRecordBuilder(schema)
                .set("value", ByteBuffer.allocate(3))
                .build());
        byte[] huge = Arrays.copyOf(blob, 9);
        // After the prefix, a length of 100 million as a zigzag varint.
        System.arraycopy(new byte[] {(byte) 0x80, (byte) 0x84, (byte) 0xaf, 0x5f}, 0, huge, 5, 4);
        try (Harness harness = harness(ONE_COLUMN, Map.of())) {
            harness.send(bytes("a"), huge, START);

            assertThat(harness.deadLetters())
                    .singleElement()
                    .extracting(letter -> Harness.header(letter, "__streams.errors.message"))
                    .asString()
                    .contains("100000000 exceeds maximum");
        }
    }

    @Test
    void shouldRejectDecimalWithoutBytes() {
        Schema decimal = LogicalTypes.decimal(8, 2).addToSchema(Schema.create(Schema.Type.BYTES));
        Schema schema = SchemaBuilder.record("Price")
                .fields()
                .name("value")
                .type(decimal)
                .noDefault()
                .endRecord();
        try (Harness harness = harness(ONE_COLUMN, Map.of())) {
            harness.send(
                    bytes("a"),
                    avro(new GenericRecordBuilder(schema)
                            .set("value", ByteBuffer.allocate(0))
                            .build()),
                    START);

            assertThat(harness.reasons()).containsExactly("WRONG_TYPE");
        }
    }

    @Test
    void shouldRejectFieldsThatAreMissingOrOfAWrongType() {
        Schema text =
                SchemaBuilder.record("Text").fields().requiredString("value").endRecord();
        Schema other =
                SchemaBuilder.record("Other").fields().requiredDouble("x").endRecord();
        try (Harness harness = harness(ONE_COLUMN, Map.of())) {
            harness.send(
                    bytes("a"),
                    avro(new GenericRecordBuilder(text).set("value", "1").build()),
                    START);
            harness.send(
                    bytes("a"),
                    avro(new GenericRecordBuilder(other).set("x", 1.0).build()),
                    START);

            assertThat(harness.reasons()).containsExactly("WRONG_TYPE", "MISSING_FIELD");
        }
    }

    private Harness harness(Artifact artifact, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(registrySettings());
        all.put("input.format", "avro");
        all.putAll(settings);
        return new Harness(artifact, stateDir, all);
    }

    private static Map<String, String> registrySettings() {
        return Map.of("schema.registry.url", "mock://" + SCOPE);
    }

    private static byte[] avro(Object value) {
        return Harness.avro(SCOPE, value);
    }

    private static GenericData.Record reading(Double value) {
        return new GenericRecordBuilder(READING).set("value", value).build();
    }
}
