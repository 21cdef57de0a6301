package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static io.gatecast.streams.topology.Harness.bytes;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticNumber;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.schema.Observation;
import io.gatecast.streams.command.CommandRun;
import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns whose future is known and columns that do not change, from events of every format. */
class CovariatesTest {
    private static final String SCOPE = "covariates";
    private static final int ROWS = 60;
    private static final int HORIZON = 3;
    private static final Artifact MODEL = Models.random(
            7,
            new ColumnRoles(
                    1,
                    List.of(new KnownColumn("plan", 5, 3), new KnownColumn("holiday", 0.2, 0.4)),
                    List.of(
                            new StaticNumber("capacity", 100, 40),
                            new StaticCategory("site", List.of("north", "south")))),
            "load",
            "wind");

    @TempDir
    private Path folder;

    private final double[][] values = new double[2][ROWS];
    private final double[][] known = new double[2][ROWS + HORIZON];

    CovariatesTest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int row = 0; row < ROWS + HORIZON; row++) {
            known[0][row] = row % 11 == 5 ? Double.NaN : Math.rint(random.nextDouble(100)) / 10;
            known[1][row] = random.nextInt(5) == 0 ? 1 : 0;
            if (row < ROWS) {
                values[0][row] = row % 13 == 7 ? Double.NaN : Math.rint(random.nextDouble(1000)) / 10;
                values[1][row] = Math.rint(random.nextDouble(100)) / 10;
            }
        }
    }

    private enum Format {
        JSON,
        AVRO,
        OBSERVATION,
        CSV
    }

    @ParameterizedTest
    @EnumSource
    void shouldForecastTheSameBitsFromEventsAsFromAFile(Format format) throws IOException {
        List<String> expected = forecastsOfFile();

        assertThat(forecastsOfEvents(format, Map.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"input.repartition, true", "memo.keys, 1", "checkpoint.every, 1"})
    void shouldForecastTheSameBitsWhateverWayObservationsTake(String setting, String value) throws IOException {
        assertThat(forecastsOfEvents(Format.JSON, Map.of(setting, value))).isEqualTo(forecastsOfFile());
    }

    private List<String> forecastsOfEvents(Format format, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(settingsOf(format));
        try (Harness harness = new Harness(MODEL, folder.resolve("state"), all)) {
            for (int row = 0; row < ROWS; row++) {
                harness.send(bytes("a"), event(format, row), START + row * 60_000L);
                // A series that throws the first out of a memo of one.
                harness.send(bytes("b"), event(format, row), START + row * 60_000L);
            }
            assertThat(harness.reasons()).isEmpty();
            return harness.forecasts().stream()
                    .filter(forecast -> forecast.getKey().equals("a"))
                    .flatMap(CovariatesTest::lines)
                    .toList();
        }
    }

    private static Map<String, String> settingsOf(Format format) {
        return switch (format) {
            case JSON -> Map.of("input.value.fields", "load,wind");
            case AVRO ->
                Map.of(
                        "input.format", "avro",
                        "input.value.fields", "load,wind",
                        "schema.registry.url", "mock://" + SCOPE);
            case OBSERVATION -> Map.of("input.format", "avro", "schema.registry.url", "mock://" + SCOPE);
            case CSV ->
                Map.of(
                        "input.format", "csv",
                        "input.csv.columns", "site,plan,load,capacity,wind,holiday",
                        "input.value.fields", "load,wind");
        };
    }

    private byte[] event(Format format, int row) {
        return switch (format) {
            case JSON ->
                bytes(
                        "{\"load\": %s, \"wind\": %s, \"plan\": %s, \"holiday\": %s, \"capacity\": 120, \"site\": \"south\"}"
                                .formatted(number(values[0][row]), values[1][row], ahead(0, row), ahead(1, row)));
            case AVRO -> avro(row);
            case OBSERVATION ->
                Harness.avro(
                        SCOPE,
                        new Observation(
                                "a",
                                START + row * 60_000L,
                                Arrays.asList(orNull(values[0][row]), orNull(values[1][row])),
                                List.of(ahead(0, row), ahead(1, row)),
                                List.of(120.0, "south")));
            case CSV ->
                bytes("south,%s,%s,120,%s,%s"
                        .formatted(bars(0, row), csv(values[0][row]), csv(values[1][row]), bars(1, row)));
        };
    }

    private byte[] avro(int row) {
        Schema reading = SchemaBuilder.record("Reading")
                .namespace("test")
                .fields()
                .optionalDouble("load")
                .requiredDouble("wind")
                .name("plan")
                .type()
                .array()
                .items()
                .nullable()
                .doubleType()
                .noDefault()
                .name("holiday")
                .type()
                .array()
                .items()
                .nullable()
                .doubleType()
                .noDefault()
                .requiredInt("capacity")
                .name("site")
                .type()
                .enumeration("Site")
                .symbols("north", "south")
                .noDefault()
                .endRecord();
        GenericRecord record = new GenericRecordBuilder(reading)
                .set("load", orNull(values[0][row]))
                .set("wind", values[1][row])
                .set("plan", ahead(0, row))
                .set("holiday", ahead(1, row))
                .set("capacity", 120)
                .set("site", new GenericData.EnumSymbol(reading.getField("site").schema(), "south"))
                .build();
        return Harness.avro(SCOPE, record);
    }

    private List<Double> ahead(int column, int row) {
        return IntStream.rangeClosed(row, row + HORIZON)
                .mapToObj(r -> orNull(known[column][r]))
                .toList();
    }

    private String bars(int column, int row) {
        return ahead(column, row).stream()
                .map(v -> v == null ? "" : v.toString())
                .collect(joining("|"));
    }

    private List<String> forecastsOfFile() throws IOException {
        List<String> rows = new ArrayList<>(List.of("timestamp,site,holiday,load,wind,plan,capacity,remark"));
        for (int row = 0; row < ROWS + HORIZON; row++) {
            rows.add("%s,south,%s,%s,%s,%s,120,x"
                    .formatted(
                            Instant.ofEpochMilli(START + row * 60_000L),
                            csv(known[1][row]),
                            row < ROWS ? csv(values[0][row]) : "",
                            row < ROWS ? csv(values[1][row]) : "",
                            csv(known[0][row])));
        }
        Path input = Files.write(folder.resolve("a.csv"), rows);
        Path model = folder.resolve("m.gatecast");
        ArtifactFile.write(model, "m", MODEL.model(), new TrainingReport(Map.of(), List.of()));
        Path output = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("forecast", "--input", input, "--model", model, "--forecasts", output);

        assertThat(run.exitCode()).as(run.err()).isZero();
        return Files.readAllLines(output).stream()
                .skip(1)
                .map(line -> line.substring(line.indexOf(',') + 1))
                .map(line -> line.replaceFirst(",\\d+,", ","))
                .toList();
    }

    /** Lines as in the file, without key and index. */
    private static Stream<String> lines(Forecast forecast) {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < forecast.getSteps().size(); k++) {
            ForecastStep step = forecast.getSteps().get(k);
            lines.add(Instant.ofEpochMilli(forecast.getIssuedAtMs()) + "," + (k + 1) + "," + step.getMean()
                    + step.getQuantiles().stream().map(q -> "," + q).collect(joining()));
        }
        return lines.stream();
    }

    @Test
    void shouldMakeADifferenceWhatIsKnownAndWhatTheSeriesIs() {
        String event = "{\"load\": 1, \"wind\": 2, \"plan\": %s, \"holiday\": [0], \"capacity\": %s, \"site\": %s}";
        List<String> events = List.of(
                event.formatted("[1, 2, 3, 4]", "10", "\"north\""),
                event.formatted("[1, 2, 3, 5]", "10", "\"north\""),
                event.formatted("[2, 2, 3, 4]", "10", "\"north\""),
                event.formatted("[1, 2, 3, 4]", "90", "\"north\""),
                event.formatted("[1, 2, 3, 4]", "10", "\"south\""),
                event.formatted("[1, 2, 3, 4]", "10", "\"elsewhere\""));
        try (Harness harness = json()) {
            for (int e = 0; e < events.size(); e++) {
                harness.send("series " + e, events.get(e), START);
            }

            assertThat(harness.reasons()).isEmpty();
            assertThat(harness.forecasts().stream().map(Forecast::getSteps))
                    .hasSize(6)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldTakeWhatIsLeftOutForUnknownAndLeaveOutWhatIsBeyondTheHorizon() {
        String event = "{\"load\": 1, \"wind\": 2, \"plan\": %s, \"holiday\": %s, \"capacity\": null, \"site\": %s}";
        try (Harness harness = json()) {
            harness.send("a", event.formatted("[1, 2]", "0", "null"), START);
            harness.send("b", event.formatted("[1, 2, null, null, 7, 8]", "[0, null]", "\"elsewhere\""), START);

            List<Forecast> forecasts = harness.forecasts();
            assertThat(harness.reasons()).isEmpty();
            assertThat(forecasts.get(0).getSteps()).isEqualTo(forecasts.get(1).getSteps());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{'load': 1, 'wind': 2, 'holiday': 0, 'capacity': 1, 'site': 'x'} # MISSING_FIELD # field plan is not",
                "{'load': 1, 'wind': 2, 'plan': ['x'], 'holiday': 0, 'capacity': 1, 'site': 'x'} # WRONG_TYPE # field plan",
                "{'load': 1, 'wind': 2, 'plan': 1e31, 'holiday': 0, 'capacity': 1, 'site': 'x'} # VALUE_OUT_OF_RANGE # field plan",
                "{'load': 1, 'wind': 2, 'plan': 1, 'holiday': 0, 'capacity': 'x', 'site': 'x'} # WRONG_TYPE # field capacity",
                "{'load': 1, 'wind': 2, 'plan': 1, 'holiday': 0, 'capacity': 1, 'site': []} # WRONG_TYPE # field site",
                "{'load': 1, 'wind': 2, 'plan': 1, 'holiday': 0, 'capacity': 1} # MISSING_FIELD # field site is not"
            })
    void shouldNameTheFieldOfWhatCannotBeUsed(String event, String reason, String message) {
        try (Harness harness = json()) {
            harness.send("a", event.replace('\'', '"'), START);

            assertThat(harness.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(Harness.header(letter, "gatecast.reason")).isEqualTo(reason);
                assertThat(Harness.header(letter, "__streams.errors.message")).contains(message);
            });
        }
    }

    @Test
    void shouldNameTheRowOfAFileWhoseStaticColumnHoldsNoNumber() throws IOException {
        Path input = Files.write(
                folder.resolve("a.csv"),
                List.of(
                        "timestamp,load,wind,plan,holiday,capacity,site",
                        "2024-01-01,1,2,3,0,100,north",
                        "2024-01-02,1,2,3,0,large,north"));
        Path model = folder.resolve("m.gatecast");
        ArtifactFile.write(model, "m", MODEL.model(), new TrainingReport(Map.of(), List.of()));

        CommandRun run =
                CommandRun.of("forecast", "--input", input, "--model", model, "--forecasts", folder.resolve("out.csv"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("series a, row 1: static column capacity must hold numbers as in training, was 'large'");
    }

    @Test
    void shouldRefuseToStartWithoutACellForAKnownColumn() {
        GatecastConfig config = GatecastConfig.of(Harness.withDefaults(Map.of(
                "input.format", "csv",
                "input.csv.columns", "load,wind,plan,capacity,site",
                "input.value.fields", "load,wind")));

        assertThatThrownBy(() -> ForecastTopology.build(config, MODEL))
                .isInstanceOf(ConfigException.class)
                .hasMessage("input.csv.columns names no cell holiday, which is a known column of the model, but [load,"
                        + " wind, plan, capacity, site]");
    }

    private Harness json() {
        return new Harness(MODEL, folder.resolve("state"), settingsOf(Format.JSON));
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "null" : Double.toString(value);
    }

    private static String csv(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%s", value);
    }
}
