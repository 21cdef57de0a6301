package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.streams.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of several targets gives a forecast of each. */
class SeveralTargetsTest {
    private static final int ROWS = 60;
    private static final Artifact MODEL =
            Models.random(3, new ColumnRoles(2, List.of(), List.of()), "heat", "flow", "wind");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"10000", "1"})
    void shouldForecastTheSameBitsFromEventsAsFromAFile(String memoKeys) throws IOException {
        List<String> rows = new ArrayList<>(List.of("timestamp,wind,heat,flow"));
        List<String> events = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(9);
        for (int row = 0; row < ROWS; row++) {
            double heat = random.nextDouble(10);
            String flow = row % 7 == 3 ? null : Double.toString(random.nextDouble(1000));
            double wind = random.nextDouble(5);
            rows.add("%s,%s,%s,%s"
                    .formatted(Instant.ofEpochMilli(START + row * 60_000L), wind, heat, flow == null ? "" : flow));
            events.add("{\"heat\": %s, \"flow\": %s, \"wind\": %s}".formatted(heat, flow, wind));
        }

        List<String> fromFile = forecastsOfFile(rows);

        assertThat(fromFile).hasSize(2 * 3 * ROWS);
        assertThat(forecastsOfEvents(events, memoKeys)).isEqualTo(fromFile);
    }

    private List<String> forecastsOfFile(List<String> rows) throws IOException {
        Path input = Files.write(folder.resolve("a.csv"), rows);
        Path model = folder.resolve("m.gatecast");
        ArtifactFile.write(model, "m", MODEL.model(), new TrainingReport(Map.of(), List.of()));
        Path output = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("forecast", "--input", input, "--model", model, "--forecasts", output);

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines.get(0)).isEqualTo("key,target,timestamp,issued_at_index,step,mean,q0.05,q0.5,q0.95");
        return lines.stream().skip(1).toList();
    }

    private List<String> forecastsOfEvents(List<String> events, String memoKeys) {
        Map<String, String> settings = Map.of("input.value.fields", "heat,flow,wind", "memo.keys", memoKeys);
        try (Harness harness = new Harness(MODEL, folder.resolve("state"), settings)) {
            for (int row = 0; row < ROWS; row++) {
                harness.send("a", events.get(row), START + row * 60_000L);
                harness.send("b", events.get(row), START + row * 60_000L);
            }
            assertThat(harness.reasons()).isEmpty();
            assertThat(harness.counts().forecasts()).isEqualTo(4 * ROWS);
            return harness.forecasts().stream()
                    .filter(forecast -> forecast.getKey().equals("a"))
                    .flatMap(SeveralTargetsTest::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Forecast forecast) {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < forecast.getSteps().size(); k++) {
            ForecastStep step = forecast.getSteps().get(k);
            lines.add("a," + forecast.getTarget() + "," + Instant.ofEpochMilli(forecast.getIssuedAtMs()) + ","
                    + (forecast.getStepCount() - 1) + "," + (k + 1) + "," + step.getMean()
                    + step.getQuantiles().stream().map(q -> "," + q).collect(joining()));
        }
        return lines.stream();
    }

    @Test
    void shouldSendTheForecastsOfAllTargetsUnderTheSeriesKeyAndTheEventsTime() {
        try (Harness harness = new Harness(MODEL, folder, Map.of("input.value.fields", "heat,flow,wind"))) {
            harness.send("a", "{\"heat\": 1, \"flow\": 2, \"wind\": 3}", START + 5);

            List<TestRecord<String, Forecast>> records = harness.forecastRecords();
            assertThat(records).extracting(TestRecord::key).containsExactly("a", "a");
            assertThat(records).extracting(TestRecord::timestamp).containsOnly(START + 5);
            assertThat(records).extracting(record -> record.value().getTarget()).containsExactly("heat", "flow");
            assertThat(records)
                    .extracting(record -> record.value().getSourceOffset())
                    .containsOnly(0L);
        }
    }
}
