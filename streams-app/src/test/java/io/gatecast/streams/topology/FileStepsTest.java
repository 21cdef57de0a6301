package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a file are put together into steps as events of a topic are. */
class FileStepsTest {
    private static final Artifact MODEL = Models.random(42, "value");

    @TempDir
    private Path folder;

    /** An event every twenty seconds or so, and now and then some minutes without any. */
    private static List<long[]> events() {
        Random random = new Random(5);
        List<long[]> events = new ArrayList<>();
        long timestampMs = Harness.START;
        for (int i = 0; i < 300; i++) {
            timestampMs += 1_000 + random.nextInt(40_000) + (random.nextInt(20) == 0 ? random.nextInt(600_000) : 0);
            events.add(new long[] {timestampMs, 20 + random.nextInt(10)});
        }
        return events;
    }

    @Test
    void shouldGiveTheBitsOfTheTopology() throws IOException {
        List<Forecast> expected;
        Map<String, String> settings = Map.of("step", "PT1M", "step.aggregation", "mean", "max.gap", "3");
        try (Harness harness = new Harness(MODEL, folder.resolve("state"), settings)) {
            events().forEach(event -> harness.send("a", "{\"value\": " + event[1] + "}", event[0]));
            expected = harness.forecasts();
        }

        List<String> lines = forecast("--step", "1m", "--step-aggregation", "mean", "--max-gap", "3");

        List<String> rows = new ArrayList<>();
        for (Forecast forecast : expected) {
            for (int k = 1; k <= forecast.getSteps().size(); k++) {
                StringBuilder row = new StringBuilder("a," + Instant.ofEpochMilli(forecast.getIssuedAtMs()) + "," + k
                        + "," + forecast.getSteps().get(k - 1).getMean());
                forecast.getSteps()
                        .get(k - 1)
                        .getQuantiles()
                        .forEach(quantile -> row.append(',').append(quantile));
                rows.add(row.toString());
            }
        }
        assertThat(rows).hasSizeGreaterThan(300);
        assertThat(lines.stream().map(line -> line.replaceFirst(",\\d+,", ",")).toList())
                .as("the step that is open on the topic is closed at the end of the file")
                .hasSize(rows.size() + MODEL.model().spec().horizon())
                .startsWith(rows.toArray(String[]::new));
    }

    @Test
    void shouldWriteTheForecastAfterTheLastStepOnly() throws IOException {
        List<String> all = forecast("--step", "1m");

        List<String> last = forecast("--step", "1m", "--last-only");

        assertThat(last).isEqualTo(all.subList(all.size() - MODEL.model().spec().horizon(), all.size()));
        assertThat(last.get(0)).contains(",299,1,");
    }

    @Test
    void shouldRefuseStepsThatDoNotFit() throws IOException {
        assertThat(run("--step", "5m").err()).contains("step=PT5M contradicts the model, whose steps are PT1M long");
        assertThat(run("--step-aggregation", "sum").err()).contains("--step-aggregation needs --step");
    }

    /** The rows without the header. */
    private List<String> forecast(String... options) throws IOException {
        CommandRun run = run(options);
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
        return lines.subList(1, lines.size());
    }

    private CommandRun run(String... options) throws IOException {
        Path model = folder.resolve("m.gatecast");
        ArtifactFile.write(model, "test", MODEL.model(), MODEL.report());
        List<String> rows = new ArrayList<>(List.of("key,timestamp,value"));
        events().forEach(event -> rows.add("a," + Instant.ofEpochMilli(event[0]) + "," + event[1]));
        Path input = Files.write(folder.resolve("in.csv"), rows);
        List<Object> arguments = new ArrayList<>(
                List.of("forecast", "--input", input, "--model", model, "--forecasts", folder.resolve("out.csv")));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }
}
