package io.gatecast.schema.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.schema.Observation;
import io.gatecast.schema.testing.RegistryProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AvroSerdesIT {
    private static RegistryProcess registry;

    @BeforeAll
    static void startRegistry() {
        registry = RegistryProcess.start();
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void shouldReadBackForecast() {
        Forecast forecast = Forecast.newBuilder()
                .setKey("pump-7")
                .setIssuedAtMs(1_700_000_000_000L)
                .setStepMs(60_000)
                .setTarget("pressure")
                .setLevels(List.of(0.1, 0.5, 0.9))
                .setSteps(List.of(
                        new ForecastStep(1.5, List.of(1.0, 1.5, 2.0)), new ForecastStep(1.75, List.of(0.5, 1.5, 2.5))))
                .setModelId("cafe")
                .setStepCount(42)
                .setWarmup(true)
                .setSourceTopic("readings")
                .setSourcePartition(3)
                .setSourceOffset(99)
                .setRevision(1)
                .build();

        try (Serde<Forecast> serde = AvroSerdes.of(Forecast.class, config(), false)) {
            byte[] bytes = serde.serializer().serialize("forecasts", forecast);

            assertThat(serde.deserializer().deserialize("forecasts", bytes)).isEqualTo(forecast);
        }
    }

    @Test
    void shouldReadBackMissingValueOfObservation() {
        Observation observation =
                new Observation("pump-7", 1_700_000_000_000L, Arrays.asList(1.5, null, -2.0), List.of(), List.of());

        try (Serde<Observation> serde = AvroSerdes.of(Observation.class, config(), false)) {
            byte[] bytes = serde.serializer().serialize("readings", observation);

            assertThat(serde.deserializer().deserialize("readings", bytes)).isEqualTo(observation);
        }
    }

    @Test
    void shouldPassTombstoneThrough() {
        try (Serde<Observation> serde = AvroSerdes.of(Observation.class, config(), false)) {
            assertThat(serde.serializer().serialize("tombstones", null)).isNull();
            assertThat(serde.deserializer().deserialize("tombstones", (byte[]) null))
                    .isNull();
        }
    }

    @Test
    void shouldRegisterSchemaUnderTopicAndRole() throws IOException, InterruptedException {
        Observation observation = new Observation("pump-7", 0L, List.of(1.0), List.of(), List.of());

        int idInPayload;
        try (Serde<Observation> value = AvroSerdes.of(Observation.class, config(), false);
                Serde<Observation> key = AvroSerdes.of(Observation.class, config(), true)) {
            idInPayload = schemaId(value.serializer().serialize("named", observation));
            key.serializer().serialize("named", observation);
        }

        assertThat(get("/subjects")).contains("\"named-value\"").contains("\"named-key\"");
        assertThat(get("/subjects/named-value/versions/latest"))
                .contains("\"id\":" + idInPayload)
                .contains("io.gatecast.schema");
    }

    @Test
    void shouldSkipFieldThatReaderDoesNotKnow() {
        Schema later = SchemaBuilder.record("Observation")
                .namespace("io.gatecast.schema")
                .fields()
                .requiredString("key")
                .requiredLong("timestampMs")
                .name("quality")
                .type()
                .stringType()
                .stringDefault("good")
                .name("values")
                .type()
                .array()
                .items()
                .nullable()
                .doubleType()
                .noDefault()
                .endRecord();
        GenericRecord written = new GenericRecordBuilder(later)
                .set("key", "pump-7")
                .set("timestampMs", 5L)
                .set("quality", "doubtful")
                .set("values", List.of(1.5))
                .build();

        byte[] bytes = serializeGeneric("from-later", written);

        try (Serde<Observation> serde = AvroSerdes.of(Observation.class, config(), false)) {
            assertThat(serde.deserializer().deserialize("from-later", bytes))
                    .isEqualTo(new Observation("pump-7", 5L, List.of(1.5), List.of(), List.of()));
        }
    }

    @Test
    void shouldFillFieldThatWriterDidNotKnowWithItsDefault() {
        Schema earlier = SchemaBuilder.record("Forecast")
                .namespace("io.gatecast.schema")
                .fields()
                .requiredString("key")
                .requiredLong("issuedAtMs")
                .name("steps")
                .type()
                .array()
                .items(ForecastStep.getClassSchema())
                .noDefault()
                .endRecord();
        GenericRecord written = new GenericRecordBuilder(earlier)
                .set("key", "pump-7")
                .set("issuedAtMs", 5L)
                .set("steps", List.of())
                .build();

        byte[] bytes = serializeGeneric("from-earlier", written);

        try (Serde<Forecast> serde = AvroSerdes.of(Forecast.class, config(), false)) {
            Forecast read = serde.deserializer().deserialize("from-earlier", bytes);
            assertThat(read.getKey()).isEqualTo("pump-7");
            assertThat(read.getSourceOffset()).isEqualTo(-1);
            assertThat(read.getLevels()).isEmpty();
        }
    }

    @Test
    void shouldLetEarlierReaderReadToday() {
        Schema earlier = SchemaBuilder.record("Observation")
                .namespace("io.gatecast.schema")
                .fields()
                .requiredString("key")
                .requiredLong("timestampMs")
                .endRecord();

        try (Serde<Observation> serde = AvroSerdes.of(Observation.class, config(), false);
                KafkaAvroDeserializer generic = new KafkaAvroDeserializer()) {
            generic.configure(config(), false);
            byte[] bytes = serde.serializer()
                    .serialize("to-earlier", new Observation("pump-7", 5L, List.of(1.5), List.of(), List.of()));

            GenericRecord read = (GenericRecord) generic.deserialize("to-earlier", bytes, earlier);

            assertThat(read.getSchema().getFields()).hasSize(2);
            assertThat(read.get("timestampMs")).isEqualTo(5L);
        }
    }

    @Test
    void shouldFailClearlyForUnknownSchemaId() {
        byte[] bytes = ByteBuffer.allocate(6).put((byte) 0).putInt(987_654).array();

        try (Serde<Observation> serde = AvroSerdes.of(Observation.class, config(), false)) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("readings", bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("987654");
        }
    }

    @Test
    void shouldFailForPayloadThatIsNotAvro() {
        byte[] bytes = {'{', '}'};

        try (Serde<Observation> serde = AvroSerdes.of(Observation.class, config(), false)) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("readings", bytes))
                    .isInstanceOf(SerializationException.class);
        }
    }

    private static Map<String, String> config() {
        return Map.of("schema.registry.url", registry.url());
    }

    private static byte[] serializeGeneric(String topic, GenericRecord data) {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(config(), false);
            return serializer.serialize(topic, data);
        }
    }

    private static int schemaId(byte[] payload) {
        return ByteBuffer.wrap(payload, 1, 4).getInt();
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(registry.url() + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
