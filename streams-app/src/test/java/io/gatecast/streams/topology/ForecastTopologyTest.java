package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static io.gatecast.streams.topology.Harness.bytes;
import static io.gatecast.streams.topology.Harness.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTopologyTest {
    private static final Artifact MODEL = Models.withColumns("value");

    @TempDir
    private Path stateDir;

    @ParameterizedTest
    @CsvSource({"false, topology.txt", "true, topology-repartitioned.txt"})
    void shouldKeepNodeAndStoreNames(String repartition, String description) throws IOException {
        GatecastConfig config = GatecastConfig.of(Harness.withDefaults(Map.of("input.repartition", repartition)));

        String described =
                ForecastTopology.build(config, MODEL).topology().describe().toString();

        assertThat(described).isEqualTo(resource(description));
    }

    @Test
    void shouldForecastLikeTheForecasterAfterEveryObservation() {
        try (Harness harness = harness(Map.of())) {
            Forecaster forecaster = new Forecaster(MODEL.model());
            SeriesState state = forecaster.initialState();
            for (int minute = 0; minute < 100; minute++) {
                double value = 20 + Math.sin(minute / 3.0);

                harness.observe("pump-1", minute, value);

                Observation observation = new Observation(START + minute * 60_000L, value);
                List<Double> expected =
                        medians(forecaster.step(state, observation).forecast());
                assertThat(medians(harness.forecasts().get(0)))
                        .as("forecast after minute %d", minute)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldNameSeriesModelTimeAndSourceInForecast() {
        try (Harness harness = harness(Map.of())) {
            harness.observe("pump-1", 0, 20);
            harness.observe("pump-1", 1, 21);

            TestRecord<String, Forecast> second = harness.forecastRecords().get(1);

            assertThat(second.key()).isEqualTo("pump-1");
            assertThat(second.timestamp()).isEqualTo(START + 60_000);
            Forecast forecast = second.value();
            assertThat(forecast.getKey()).isEqualTo("pump-1");
            assertThat(forecast.getIssuedAtMs()).isEqualTo(START + 60_000);
            assertThat(forecast.getStepMs()).isEqualTo(60_000);
            assertThat(forecast.getTarget()).isEqualTo("value");
            assertThat(forecast.getLevels()).containsExactly(0.05, 0.5, 0.95);
            assertThat(forecast.getSteps()).hasSize(3);
            assertThat(forecast.getModelId()).isEqualTo(MODEL.id());
            assertThat(forecast.getStepCount()).isEqualTo(2);
            assertThat(forecast.getWarmup()).isTrue();
            assertThat(forecast.getSourceTopic()).isEqualTo("in");
            assertThat(forecast.getSourcePartition()).isZero();
            assertThat(forecast.getSourceOffset()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepSeriesApart() {
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 0, 1);
            harness.observe("b", 0, 100);
            harness.observe("a", 1, 1);

            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L, 1L, 2L);
        }
    }

    @Test
    void shouldStepThroughMissingValueAfterTheFirst() {
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 0, 1);
            harness.send("a", "{\"value\": null}", START + 60_000);

            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L, 2L);
            assertThat(harness.reasons()).isEmpty();
        }
    }

    @Test
    void shouldRejectSeriesThatBeginsWithMissingValue() {
        try (Harness harness = harness(Map.of())) {
            harness.send("a", "{\"value\": null}", START);

            assertThat(harness.reasons()).containsExactly("FIRST_VALUE_MISSING");
            assertThat(harness.forecasts()).isEmpty();
        }
    }

    @Test
    void shouldRejectLateAndDuplicateObservations() {
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 5, 1);
            harness.observe("a", 5, 1);
            harness.observe("a", 4, 1);
            harness.observe("a", 6, 1);

            assertThat(harness.reasons()).containsExactly("DUPLICATE", "LATE");
            assertThat(harness.forecasts()).extracting(Forecast::getStepCount).containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldExplainInTheDeadLetterWhichTimeWasTooOld() {
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 5, 1);
            harness.observe("a", 4, 1);

            assertThat(header(harness.deadLetters().get(0), "__streams.errors.message"))
                    .isEqualTo("the event time must be after 2024-03-01T00:05:00Z, that of the series' latest"
                            + " observation, was 2024-03-01T00:04:00Z");
        }
    }

    @Test
    void shouldSendRejectedRecordAsItCameWithReasonAndPlace() {
        try (Harness harness = harness(Map.of())) {
            harness.observe("a", 0, 1);
            TestRecord<byte[], byte[]> bad = new TestRecord<>(bytes("a"), bytes("{oops"));
            bad.headers().add("trace", bytes("t-1"));

            harness.send(bad);

            TestRecord<byte[], byte[]> letter = harness.deadLetters().get(0);
            assertThat(letter.key()).isEqualTo(bytes("a"));
            assertThat(letter.value()).isEqualTo(bytes("{oops"));
            assertThat(header(letter, "gatecast.reason")).isEqualTo("UNREADABLE_JSON");
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo("in");
            assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
            assertThat(header(letter, "__streams.errors.exception")).isNotEmpty();
            assertThat(header(letter, "trace")).isEqualTo("t-1");
        }
    }

    @Test
    void shouldReplaceErrorHeadersOfRecordThatWasDeadLetteredBefore() {
        try (Harness harness = harness(Map.of())) {
            TestRecord<byte[], byte[]> again = new TestRecord<>(bytes("a"), bytes("{oops"));
            again.headers().add("gatecast.reason", bytes("LATE"));

            harness.send(again);

            assertThat(harness.deadLetters().get(0).headers().headers("gatecast.reason"))
                    .singleElement()
                    .satisfies(header -> assertThat(header.value()).isEqualTo(bytes("UNREADABLE_JSON")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "null | {\"value\": 1} | NULL_KEY",
                "`` | {\"value\": 1} | EMPTY_KEY",
                "a | null | NULL_VALUE",
                "a | {\"value\" | UNREADABLE_JSON",
                "a | {\"value\": 1} 2 | UNREADABLE_JSON",
                "a | {\"value\": NaN} | UNREADABLE_JSON",
                "a | [1] | NOT_A_RECORD",
                "a | {\"other\": 1} | MISSING_FIELD",
                "a | {\"value\": \"1\"} | WRONG_TYPE",
                "a | {\"value\": 1e999} | VALUE_INFINITE",
                "a | {\"value\": 1e31} | VALUE_OUT_OF_RANGE",
                "a | {\"value\": []} | TOO_FEW_VALUES",
                "a | {\"value\": [1, 2]} | TOO_MANY_VALUES",
            })
    void shouldRejectWithReason(String key, String value, String reason) {
        try (Harness harness = harness(Map.of())) {
            harness.send(key, value, START);

            assertThat(harness.reasons()).containsExactly(reason);
            assertThat(harness.forecasts()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"value\": 1, \"at\": null} | MISSING_TIMESTAMP",
                "{\"value\": 1, \"at\": -1} | NEGATIVE_TIMESTAMP",
                "{\"value\": 1, \"at\": \"yesterday\"} | UNREADABLE_TIMESTAMP",
                "{\"value\": 1, \"at\": 1709251200000000} | UNREADABLE_TIMESTAMP",
                "{\"value\": 1, \"at\": true} | WRONG_TYPE",
                "{\"value\": 1} | MISSING_FIELD",
            })
    void shouldRejectUnusableEventTimeWithReason(String value, String reason) {
        try (Harness harness = harness(Map.of("input.timestamp.field", "at"))) {
            harness.send("a", value, START);

            assertThat(harness.reasons()).containsExactly(reason);
        }
    }

    @Test
    void shouldRejectKeyThatIsNoTextAndKeyThatIsTooLong() {
        try (Harness harness = harness(Map.of())) {
            harness.send(new byte[] {(byte) 0xff}, bytes("{\"value\": 1}"), START);
            harness.send("k".repeat(1025), "{\"value\": 1}", START);

            assertThat(harness.reasons()).containsExactly("UNREADABLE_KEY", "KEY_TOO_LONG");
        }
    }

    @Test
    void shouldTakeKeyAndTimeFromFieldsAndGoThroughTopicBySeries() {
        Map<String, String> settings = Map.of(
                "input.key.field", "sensor.id",
                "input.timestamp.field", "at");
        try (Harness harness = harness(settings)) {
            harness.send(null, "{\"sensor\": {\"id\": 7}, \"at\": \"2024-03-01T00:05:00Z\", \"value\": 1}", START);
            harness.send("x", "{\"sensor\": {\"id\": 7}, \"at\": \"2024-03-01 00:06\", \"value\": 2}", START);

            List<TestRecord<String, Forecast>> forecasts = harness.forecastRecords();

            assertThat(forecasts).extracting(TestRecord::key).containsExactly("7", "7");
            assertThat(forecasts).extracting(TestRecord::timestamp).containsExactly(START + 300_000, START + 360_000);
            Forecast second = forecasts.get(1).value();
            assertThat(second.getSourceTopic()).isEqualTo("in");
            assertThat(second.getSourceOffset()).isEqualTo(1);
            assertThat(forecasts.get(1).headers().toArray()).isEmpty();
        }
    }

    @Test
    void shouldSendOriginalOfRecordRejectedBehindTopicBySeries() {
        Map<String, String> settings = Map.of("input.key.field", "id");
        try (Harness harness = harness(settings)) {
            harness.send("original", "{\"id\": \"a\", \"value\": 1}", START);
            harness.send("original", "{\"id\": \"a\", \"value\": 2}", START - 1);

            TestRecord<byte[], byte[]> letter = harness.deadLetters().get(0);

            assertThat(header(letter, "gatecast.reason")).isEqualTo("LATE");
            assertThat(letter.key()).isEqualTo(bytes("original"));
            assertThat(letter.value()).isEqualTo(bytes("{\"id\": \"a\", \"value\": 2}"));
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo("in");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
            assertThat(header(letter, "gatecast.source.topic")).isNull();
        }
    }

    @Test
    void shouldPutEveryRecordIntoForecastsOrDeadLettersAndCountIt() {
        try (Harness harness = harness(Map.of())) {
            String[] values = {"{\"value\": 1}", "{\"value\": null}", "{", "{}", "{\"value\": true}", null};
            for (int i = 0; i < 600; i++) {
                harness.send("key-" + i % 7, values[i % values.length], START + i);
            }

            int forecasts = harness.forecasts().size();
            int deadLetters = harness.deadLetters().size();

            assertThat(forecasts + deadLetters).isEqualTo(600);
            assertThat(harness.counts().records()).isEqualTo(600);
            assertThat(harness.counts().forecasts()).isEqualTo(forecasts);
            assertThat(harness.counts().rejected().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(deadLetters);
            assertThat(harness.counts().rejected()).containsKeys(Reason.NULL_VALUE, Reason.MISSING_FIELD);
        }
    }

    @Test
    void shouldForgetWhyARecordWasRejectedOnceItIsGood() {
        try (Harness harness = harness(Map.of())) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("gatecast.reason", new byte[] {1});
            headers.add("__streams.errors.message", new byte[] {1});
            headers.add("trace", new byte[] {7});

            harness.send(new TestRecord<>(
                    "a".getBytes(StandardCharsets.UTF_8),
                    "{\"value\": 1}".getBytes(StandardCharsets.UTF_8),
                    headers,
                    START));

            assertThat(harness.forecastRecords().get(0).headers().toArray())
                    .extracting(Header::key)
                    .containsExactly("trace");
        }
    }

    @Test
    void shouldRejectEventFromTheFuture() {
        try (Harness harness = harness(Map.of("input.timestamp.field", "at"))) {
            long inTwoHours = START + 7_200_000;

            harness.send("a", "{\"at\": " + inTwoHours + ", \"value\": 1}", START);

            assertThat(harness.reasons()).containsExactly("FUTURE_TIMESTAMP");
        }
    }

    @Test
    void shouldRefuseAModelWhoseRecordsCannotBeWritten() {
        String[] columns = IntStream.range(0, 200).mapToObj(c -> "c" + c).toArray(String[]::new);
        Map<String, String> settings = Harness.withDefaults(Map.of("checkpoint.every", "1024"));

        assertThatThrownBy(() -> ForecastTopology.build(GatecastConfig.of(settings), Models.withColumns(columns)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("observations between two checkpoints (checkpoint.every) take up to 1646592"
                        + " bytes with this model, but records may have 1048576: raise kafka.producer.max.request.size,"
                        + " and the brokers' message.max.bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id"})
    void shouldLeaveOutOfTheDeadLetterWhatIsTooLargeToBeWrittenAgain(String keyField) {
        try (Harness harness = harness(Map.of("input.key.field", keyField))) {
            String padding = " ".repeat(1_000_000);
            harness.send("a", "{\"id\": \"a\", \"value\": 1}", START);
            harness.send("a", "{\"id\": \"a\", \"value\": 1}" + padding, START);

            TestRecord<byte[], byte[]> letter = harness.deadLetters().get(0);

            assertThat(header(letter, "gatecast.reason")).isEqualTo("DUPLICATE");
            assertThat(letter.value()).isNull();
            assertThat(header(letter, "gatecast.omitted.bytes")).isEqualTo("1000024");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
        }
    }

    @Test
    void shouldReadLinesOfText() {
        Map<String, String> settings = Map.of(
                "input.format", "csv",
                "input.csv.columns", "time,name,value",
                "input.csv.delimiter", ";",
                "input.key.field", "name",
                "input.timestamp.field", "time",
                "input.timestamp.format", "dd.MM.yyyy HH:mm");
        try (Harness harness = harness(settings)) {
            harness.send(null, "01.03.2024 00:05;\"a;b\"; 1.5e1", START);
            harness.send(null, "01.03.2024 00:06;\"a;b\";", START);
            harness.send(null, "01.03.2024 00:07;a;NaN", START);
            harness.send(null, "01.03.2024 00:07;a;-Infinity", START);
            harness.send(null, "01.03.2024 00:07;a;0x10", START);
            harness.send(null, "01.03.2024 00:07;a", START);
            harness.send(null, "a line\nand another", START);
            harness.send(null, "2024-03-01;a;1", START);

            assertThat(harness.forecasts()).extracting(Forecast::getKey).containsExactly("a;b", "a;b");
            assertThat(harness.reasons())
                    .containsExactly(
                            "VALUE_NAN",
                            "VALUE_INFINITE",
                            "WRONG_TYPE",
                            "UNREADABLE_CSV",
                            "UNREADABLE_CSV",
                            "UNREADABLE_TIMESTAMP");
        }
    }

    @Test
    void shouldTakeSeveralColumnsFromSeveralFields() {
        Artifact threeColumns = Models.withColumns("load", "temperature", "wind");
        Map<String, String> settings = Map.of("input.value.fields", "load,weather");
        try (Harness harness = new Harness(threeColumns, stateDir, settings)) {
            harness.send("a", "{\"load\": 1, \"weather\": [2, 3]}", START);
            harness.send("a", "{\"load\": 1, \"weather\": [2]}", START + 1);

            assertThat(harness.forecasts()).hasSize(1);
            assertThat(harness.reasons()).containsExactly("TOO_FEW_VALUES");
        }
    }

    @Test
    void shouldRefuseMoreValueFieldsThanTheModelHasColumns() {
        GatecastConfig config = GatecastConfig.of(Harness.withDefaults(Map.of("input.value.fields", "a,b")));

        assertThatThrownBy(() -> ForecastTopology.build(config, MODEL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("input.value.fields")
                .hasMessageContaining("the model takes 1 [value]");
    }

    private Harness harness(Map<String, String> settings) {
        return new Harness(MODEL, stateDir, settings);
    }

    private static List<Double> medians(io.gatecast.core.Forecast forecast) {
        List<Double> medians = new ArrayList<>();
        for (int step = 1; step <= forecast.horizon(); step++) {
            medians.add(forecast.mean(step));
        }
        return medians;
    }

    private static List<Double> medians(Forecast forecast) {
        return forecast.getSteps().stream().map(step -> step.getMean()).toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ForecastTopologyTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
