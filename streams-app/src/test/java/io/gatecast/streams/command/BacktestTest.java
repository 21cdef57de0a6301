package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.core.LearnedRows;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    @TempDir
    private Path folder;

    private Path wave;
    private Path model;

    @BeforeEach
    void writeInput() throws IOException {
        wave = Wave.write(folder.resolve("wave.csv"), 200);
        model = folder.resolve("random.gatecast");
        RandomModel.write(model, "value");
    }

    @Test
    void shouldScoreModelAndBaselinesAsTheirForecastsDeserve() throws IOException {
        Path json = folder.resolve("scores.json");
        Path forecasts = folder.resolve("forecasts");

        CommandRun run = CommandRun.of(
                "backtest",
                "--input",
                wave,
                "--model",
                model,
                "--train-rows",
                150,
                "--season",
                12,
                "--json",
                json,
                "--forecasts",
                forecasts);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("wave.csv: 1 series, 50 origins, 147 outcomes")
                .contains("MASE by steps ahead");
        JsonNode contenders = new JsonMapper().readTree(json.toFile()).get("contenders");
        assertThat(contenders.findValuesAsText("name"))
                .containsExactly("random", "linear", "naive", "seasonal-naive", "drift", "holt-winters");
        for (JsonNode contender : contenders) {
            JsonNode all = contender.get("steps").get(contender.get("steps").size() - 1);
            Path file = forecasts.resolve(contender.get("name").asText() + ".csv");
            assertThat(all.get("mae").asDouble()).isCloseTo(meanAbsoluteError(file), within(1e-9));
        }
    }

    @Test
    void shouldForecastWithTheBitsOfTheCommandForecast() throws IOException {
        Path forecasts = folder.resolve("forecasts");
        Path expected = folder.resolve("expected.csv");
        CommandRun.of(
                "forecast",
                "--input",
                wave,
                "--model",
                model,
                "--from-row",
                149,
                "--every",
                7,
                "--forecasts",
                expected);

        CommandRun run = CommandRun.of(
                "backtest",
                "--input",
                wave,
                "--model",
                model,
                "--train-rows",
                150,
                "--every",
                7,
                "--baselines",
                "naive",
                "--forecasts",
                forecasts);

        assertThat(run.exitCode()).isZero();
        List<String> lines = Files.readAllLines(expected);
        lines.removeIf(line -> line.contains(",199,")); // the last row, which nothing follows
        assertThat(forecasts.resolve("random.csv")).content().hasLineCount(lines.size());
        assertThat(Files.readAllLines(forecasts.resolve("random.csv"))).isEqualTo(lines);
    }

    @Test
    void shouldCompareAModelOfTwoColumnsWithOneOfTheTargetAlone() throws IOException {
        Path table = folder.resolve("two.csv");
        List<String> lines = new ArrayList<>(List.of("timestamp,weather,sales"));
        for (int i = 0; i < 80; i++) {
            lines.add((1_700_000_000L + 3600L * i) + "," + (i % 7) + "," + (20 + i * 5 % 13));
        }
        Files.write(table, lines);
        Path both = folder.resolve("both.gatecast");
        RandomModel.write(both, "sales", "weather");
        Path expected = folder.resolve("expected.csv");
        CommandRun.of("forecast", "--input", table, "--model", both, "--from-row", 59, "--forecasts", expected);

        CommandRun run = CommandRun.of(
                "backtest",
                "--input",
                table,
                "--model",
                both,
                "--model",
                model,
                "--train-rows",
                60,
                "--whole-windows",
                "--forecasts",
                folder.resolve("forecasts"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("  both ").contains("  random ").contains("  linear ");
        List<String> found = Files.readAllLines(folder.resolve("forecasts").resolve("both.csv"));
        assertThat(found)
                .hasSize(1 + 3 * 18)
                .isEqualTo(Files.readAllLines(expected).subList(0, found.size()));
    }

    @Test
    void shouldWriteTheSameFilesEachRun() throws IOException {
        for (String name : List.of("first", "second")) {
            CommandRun run = CommandRun.of(
                    "backtest",
                    "--input",
                    wave,
                    "--test-rows",
                    40,
                    "--horizon",
                    12,
                    "--json",
                    folder.resolve(name + ".json"),
                    "--html",
                    folder.resolve(name + ".html"));
            assertThat(run.exitCode()).isZero();
        }

        assertThat(folder.resolve("second.json")).hasSameTextualContentAs(folder.resolve("first.json"));
        assertThat(folder.resolve("second.html")).hasSameTextualContentAs(folder.resolve("first.html"));
    }

    @Test
    void shouldWriteAReportThatLoadsNothingAndShowsKeysAsText() throws IOException {
        Path keyed = keyed(List.of("<img src=x>", "plain"));
        Path html = folder.resolve("report.html");

        CommandRun run = CommandRun.of(
                "backtest",
                "--input",
                keyed,
                "--model",
                model,
                "--season",
                4,
                "--baselines",
                "seasonal-naive,drift",
                "--html",
                html);

        assertThat(run.exitCode()).isZero();
        assertThat(html)
                .content()
                .contains("&lt;img src=x&gt;")
                .doesNotContain("<img")
                .doesNotContain("http")
                .doesNotContain("url(")
                .doesNotContain("<script")
                .doesNotContain("NaN")
                .contains("prefers-color-scheme: dark")
                .contains("Error by horizon")
                .contains("Calibration")
                .contains("Worst series")
                .contains("Observed and forecast")
                .containsPattern("<path d=\"M[0-9.]+ [0-9.]+L[^\"]+Z\" class=\"band\">");
    }

    @Test
    void shouldListWorstSeriesFirst() throws IOException {
        Path json = folder.resolve("scores.json");
        Path keyed = keyed(List.of("easy", "hard"));

        CommandRun run = CommandRun.of(
                "backtest", "--input", keyed, "--model", model, "--season", 4, "--baselines", "none", "--json", json);

        assertThat(run.exitCode()).isZero();
        JsonNode series = new JsonMapper().readTree(json.toFile()).get("series");
        double first = series.get(0).at("/contenders/random/mase").asDouble();
        double second = series.get(1).at("/contenders/random/mase").asDouble();
        assertThat(first).isGreaterThan(second);
        assertThat(run.out()).contains("MASE of the 2 series of 2 where random is worst:");
    }

    @Test
    void shouldRefuseWrongUsage() {
        assertUsage("--test-rows excludes --train-rows and --from-row", "--test-rows", 5, "--train-rows", 5);
        assertUsage("--from-row must not be less than --train-rows 9, was 5", "--from-row", 5, "--train-rows", 9);
        assertUsage("--horizon must be in [1, 3], what all models forecast, was 4", "--horizon", 4);
        assertUsage("such as 2-12, was 'x'", "--groups", "x");
        assertUsage("must lie within the horizon of 3, was 2-9", "--groups", "2-9");
        assertUsage("--baselines must be none or some of", "--baselines", "arima");
        assertUsage("distance of origins must be at least 1, was 0", "--every", 0);
        assertUsage("season must be at least 1, was 0", "--season", 0);
        assertUsage("--target must be one of [value], was price", "--target", "price");
        assertUsage("'random' is there twice", "--model", model);
    }

    private void assertUsage(String message, Object... options) {
        List<Object> args = new ArrayList<>(List.of("backtest", "--input", wave, "--model", model));
        args.addAll(List.of(options));

        CommandRun run = CommandRun.of(args.toArray());

        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSayWhereInputIsMalformed() throws IOException {
        Path broken = Files.writeString(
                folder.resolve("broken.csv"), "timestamp,value\n2024-01-01,1\n2024-01-02,2\n2024-01-03,x\n");

        CommandRun run = CommandRun.of("backtest", "--input", broken, "--model", model);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("broken.csv:4: value (column 'value') must be a number")
                .contains("'x'");
    }

    @Test
    void shouldFailIfNothingCanBeScored() {
        CommandRun run = CommandRun.of("backtest", "--input", wave, "--model", model, "--train-rows", 200);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nothing could be scored: no series of wave.csv");
    }

    @Test
    void shouldSayWhenAModelIsScoredOnRowsItHasLearned() throws IOException {
        Artifact artifact = ArtifactFile.read(model);
        artifact.model().learned(new LearnedRows(1_700_000_000_000L + 3_600_000L * 170, 1.1));
        ArtifactFile.write(model, "random", artifact.model(), artifact.report());

        CommandRun seen = CommandRun.of(
                "backtest", "--input", wave, "--model", model, "--train-rows", 150, "--baselines", "none");
        CommandRun unseen = CommandRun.of(
                "backtest", "--input", wave, "--model", model, "--train-rows", 171, "--baselines", "none");

        assertThat(seen.out())
                .contains("note: random was trained on rows up to 2023-11-22T00:13:20Z, and is scored from"
                        + " 2023-11-21T03:13:20Z on");
        assertThat(unseen.exitCode()).isZero();
        assertThat(unseen.out()).doesNotContain("was trained on");
    }

    @Test
    void shouldSayWhatCannotTakePart() throws IOException {
        Path flat = folder.resolve("flat.csv");
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 12; i++) {
            lines.add((1_700_000_000L + 3600L * i) + (i == 9 ? "," : ",5"));
        }
        Files.write(flat, lines);

        CommandRun run = CommandRun.of("backtest", "--input", flat, "--model", model, "--train-rows", 4, "--season", 1);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("note: no linear model: training for a horizon of 3 needs a series of at least 5 rows")
                .contains("note: no seasonal-naive, because no season was found or given (--season)")
                .contains("outcomes have no value")
                .contains("1 series have no MASE");
    }

    private Path keyed(List<String> keys) throws IOException {
        List<String> lines = new ArrayList<>(List.of("key,timestamp,value"));
        for (int i = 0; i < 80; i++) {
            for (int k = 0; k < keys.size(); k++) {
                lines.add(
                        keys.get(k) + "," + (1_700_000_000L + 3600L * i) + "," + (20 + (k + 1) * (i * 7 % 11) + i % 4));
            }
        }
        return Files.write(folder.resolve("keyed.csv"), lines);
    }

    private double meanAbsoluteError(Path forecasts) throws IOException {
        List<String> rows = Files.readAllLines(wave);
        Map<Integer, Double> outcomes = new HashMap<>();
        for (int i = 1; i < rows.size(); i++) {
            outcomes.put(i - 1, Double.parseDouble(rows.get(i).split(",")[1]));
        }
        double sum = 0;
        int count = 0;
        for (String line : Files.readAllLines(forecasts)
                .subList(1, Files.readAllLines(forecasts).size())) {
            String[] fields = line.split(",");
            Double outcome = outcomes.get(Integer.parseInt(fields[2]) + Integer.parseInt(fields[3]));
            if (outcome != null) {
                sum += Math.abs(outcome - Double.parseDouble(fields[4]));
                count++;
            }
        }
        return sum / count;
    }
}
