package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.core.artifact.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteModelThatShowPrints() throws IOException {
        Path input = writeWave("wave", 400);
        Path model = folder.resolve("wave.gatecast");

        CommandRun run = train(input, model, "--seasons", "12");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("400 observations of 1 series")
                .contains("seasons")
                .contains("seasonal naive");
        String id = ArtifactFile.read(model).id();
        assertThat(run.out()).contains("model " + id + ": " + model);

        CommandRun shown = CommandRun.of("model", "show", model);
        assertThat(shown.out())
                .contains(id)
                .contains("wave")
                .contains("[12] steps")
                .contains("bytes per series");

        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("model", "show", model, "--json").out());
        assertThat(json.path("id").asText()).isEqualTo(id);
        assertThat(json.path("horizon").asInt()).isEqualTo(2);
        assertThat(json.path("seasons").path(0).asInt()).isEqualTo(12);
        assertThat(json.path("scores").isEmpty()).isFalse();
    }

    @Test
    void shouldGiveTheSameFileForTheSameSeed() throws IOException {
        Path input = writeWave("wave", 300);

        train(input, folder.resolve("one.gatecast"), "--name", "wave");
        train(input, folder.resolve("two.gatecast"), "--name", "wave");

        assertThat(folder.resolve("one.gatecast")).hasSameBinaryContentAs(folder.resolve("two.gatecast"));
    }

    @Test
    void shouldUseTheFirstRowsOnly() throws IOException {
        Path shorter = writeWave("short", 300);
        Path longer = writeWave("long", 400);

        train(shorter, folder.resolve("one.gatecast"), "--name", "wave");
        train(longer, folder.resolve("two.gatecast"), "--name", "wave", "--rows", "300");

        assertThat(ArtifactFile.read(folder.resolve("one.gatecast")).id())
                .isEqualTo(ArtifactFile.read(folder.resolve("two.gatecast")).id());
    }

    @Test
    void shouldStoreInt8WeightsAndSayWhatTheyCost() throws IOException {
        Path input = writeWave("wave", 400);
        Path exact = folder.resolve("exact.gatecast");
        Path small = folder.resolve("small.gatecast");

        train(input, exact, "--name", "wave");
        CommandRun run = train(input, small, "--name", "wave", "--quantize");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("weights as int8: %,d bytes instead of %,d".formatted(Files.size(small), Files.size(exact)))
                .containsPattern("  1-2 +0\\.\\d{4} +0\\.\\d{4} +-?\\d+\\.\\d\\d %");
        assertThat(ArtifactFile.read(small).id())
                .isNotEqualTo(ArtifactFile.read(exact).id());
        assertThat(CommandRun.of("model", "show", small).out())
                .contains("int8 with a scale per row")
                .contains("int8 (MASE 1: ");
        assertThat(CommandRun.of("model", "show", exact, "--json").out()).contains("\"weights\":\"FLOAT32\"");

        Path later = folder.resolve("later.gatecast");
        CommandRun.of("model", "quantize", exact, "--output", later, "--input", input);
        assertThat(later).hasSameBinaryContentAs(small);
    }

    @Test
    void shouldQuantizeWithoutDataAndSayThatAccuracyWasNotMeasured() throws IOException {
        Path exact = folder.resolve("exact.gatecast");
        Path small = folder.resolve("small.gatecast");
        train(writeWave("wave", 400), exact);

        CommandRun run = CommandRun.of("model", "quantize", exact, "-o", small);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("accuracy was not measured");
        assertThat(ArtifactFile.read(small).report().settings())
                .containsEntry("weights", "int8 (errors are those before rounding)");
    }

    @Test
    void shouldUseTheCalendarAsTold() throws IOException {
        Path input = writeWave("wave", 300);
        Path model = folder.resolve("wave.gatecast");

        train(input, model, "--calendar");
        assertThat(ArtifactFile.read(model).model().spec().calendar()).isTrue();

        train(input, model, "--no-calendar");
        assertThat(ArtifactFile.read(model).model().spec().calendar()).isFalse();
        assertThat(ArtifactFile.read(model).report().settings()).containsEntry("calendar", "false (given)");
    }

    @Test
    void shouldRefuseFolderThatDoesNotExistBeforeTraining() throws IOException {
        Path input = writeWave("wave", 300);

        CommandRun run = train(input, folder.resolve("none/wave.gatecast"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines()).containsExactly("gatecast train: no such folder: " + folder.resolve("none"));
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldRefuseSeasonThatIsNoNumber() throws IOException {
        Path input = writeWave("wave", 300);

        CommandRun run = train(input, folder.resolve("wave.gatecast"), "--seasons", "daily");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--seasons must be whole numbers of steps, none or online, was 'daily'");
    }

    @Test
    void shouldSayWhatItSampledFromWhatDoesNotFit() throws IOException {
        List<String> lines = new ArrayList<>(List.of("key,timestamp,value"));
        for (int row = 0; row < 40; row++) {
            for (int s = 0; s < 1_000; s++) {
                lines.add("s" + s + "," + (1_700_000_000L + 3600L * row) + "," + (s + row % 7));
            }
        }
        Path input = Files.write(folder.resolve("many.csv"), lines);
        Path model = folder.resolve("many.gatecast");

        CommandRun run = train(input, model, "--max-rows", "10000");

        assertThat(run.exitCode()).as(run.err()).isZero();
        String rows = ArtifactFile.read(model).report().settings().get("rows");
        String series = ArtifactFile.read(model).report().settings().get("series");
        assertThat(rows).matches("[3-9]\\d{3} of 40000 \\(a sample that fits the memory\\)");
        assertThat(series).matches("1\\d\\d of about \\d+ \\(a sample that fits the memory\\)");
        assertThat(run.out()).contains("of 40000");
    }

    @Test
    void shouldRefuseASampleThatIsTooSmall() throws IOException {
        CommandRun run = train(writeWave("wave", 300), folder.resolve("wave.gatecast"), "--max-rows", "100");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--max-rows must be at least 10000, was 100");
    }

    @Test
    void shouldTrainOnSeriesOfEveryKindAndForecastThem() throws IOException {
        List<String> lines = new ArrayList<>(List.of("key,timestamp,value"));
        for (int row = 0; row < 200; row++) {
            long time = 1_700_000_000L + 3600L * row;
            lines.add("wave," + time + "," + (10 + Math.round(30 * Math.sin(row * Math.PI / 6)) / 10.0));
            lines.add("constant," + time + ",7.5");
            lines.add("missing," + time + ",");
            if (row % 3 == 0) {
                lines.add("gaps," + time + "," + (row % 2 == 0 ? "" : row));
            }
            if (row < 40) {
                lines.add("short," + time + "," + row);
            }
            if (row == 100) {
                lines.add("single," + time + ",3");
            }
        }
        Path input = Files.write(folder.resolve("mixed.csv"), lines);
        Path model = folder.resolve("mixed.gatecast");
        Path forecasts = folder.resolve("forecasts.csv");

        CommandRun trained = train(input, model);
        CommandRun forecast =
                CommandRun.of("forecast", "--input", input, "--model", model, "--forecasts", forecasts, "--last-only");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("of 6 series");
        assertThat(forecast.exitCode()).as(forecast.err()).isZero();
        List<String> rows = Files.readAllLines(forecasts);
        assertThat(rows).noneMatch(row -> row.contains("NaN") || row.contains("Infinity"));
        assertThat(rows.stream().map(row -> row.split(",")[0]).distinct())
                .containsExactly("key", "wave", "constant", "gaps", "short", "single");
        double constant = rows.stream()
                .filter(row -> row.startsWith("constant,"))
                .mapToDouble(row -> Double.parseDouble(row.split(",")[4]))
                .average()
                .orElseThrow();
        assertThat(constant).isCloseTo(7.5, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3"})
    void shouldSayThatThereIsTooLittleToLearnFrom(String value) throws IOException {
        Path input = Files.write(
                folder.resolve("little.csv"), List.of("timestamp,value", "1700000000," + value, "1700003600,"));

        CommandRun run = train(input, folder.resolve("little.gatecast"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .containsExactly("gatecast train: training for a horizon of 2 needs a series of at least 4 rows with a"
                        + " value, the longest has " + value.length());
    }

    @Test
    void shouldForecastFromTheLastRowWithATargetByWhatIsKnownOfTheFuture() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> lines = new ArrayList<>(List.of("shop,timestamp,holiday,sales,size"));
        int[] holiday = random.ints(300, 0, 2).toArray();
        for (int row = 0; row < 300; row++) {
            for (String shop : List.of("a", "b")) {
                double sales = (shop.equals("a") ? 100 : 200) - 40 * holiday[row] + random.nextDouble(-1, 1);
                lines.add("%s,%d,%d,%s,%s"
                        .formatted(
                                shop,
                                1_700_000_000L + 3600L * row,
                                holiday[row],
                                row < 298 ? Double.toString(sales) : "",
                                shop.equals("a") ? "small" : "large"));
            }
        }
        Path input = Files.write(folder.resolve("sales.csv"), lines);
        Path model = folder.resolve("sales.gatecast");
        Path forecasts = folder.resolve("forecasts.csv");

        CommandRun trained = train(
                input,
                model,
                "--key-column",
                "shop",
                "--known",
                "holiday",
                "--static",
                "size",
                "--hidden",
                "0",
                "--seasons",
                "none",
                "--transform",
                "identity");
        CommandRun forecast = CommandRun.of(
                "forecast",
                "--input",
                input,
                "--model",
                model,
                "--forecasts",
                forecasts,
                "--last-only",
                "--key-column",
                "shop");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("known [holiday]").contains("categories [large, small]");
        assertThat(CommandRun.of("model", "show", model).out())
                .containsPattern("known +\\[holiday\\]")
                .containsPattern("static +\\[size\\]");
        assertThat(forecast.exitCode()).as(forecast.err()).isZero();
        List<String[]> rows = Files.readAllLines(forecasts).stream()
                .skip(1)
                .map(row -> row.split(","))
                .toList();
        assertThat(rows).hasSize(4).allMatch(row -> row[2].equals("297"));
        for (String[] row : rows) {
            int step = Integer.parseInt(row[3]);
            double expected = (row[0].equals("a") ? 100 : 200) - 40 * holiday[297 + step];
            assertThat(Double.parseDouble(row[4]))
                    .as("%s, step %d", row[0], step)
                    .isCloseTo(expected, within(5.0));
        }
    }

    @Test
    void shouldTrainSeveralTargetsAndPrintTheirScores() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,heat,wind,flow"));
        SplittableRandom random = new SplittableRandom(5);
        for (int row = 0; row < 200; row++) {
            lines.add("%d,%s,%s,%s"
                    .formatted(
                            1_700_000_000L + 3600L * row,
                            row % 4 + random.nextDouble(),
                            random.nextDouble(),
                            row % 5 + random.nextDouble()));
        }
        Path input = Files.write(folder.resolve("plant.csv"), lines);
        Path model = folder.resolve("plant.gatecast");
        Path forecasts = folder.resolve("forecasts.csv");

        CommandRun trained = train(input, model, "--targets", "heat,flow", "--inputs", "wind");
        CommandRun forecast =
                CommandRun.of("forecast", "--input", input, "--model", model, "--forecasts", forecasts, "--last-only");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("columns targets [heat, flow], inputs [wind]")
                .contains(String.format("  heat:%n"))
                .contains(String.format("  flow:%n"));
        assertThat(ArtifactFile.read(model).model().spec().columns()).containsExactly("heat", "flow", "wind");
        assertThat(CommandRun.of("model", "show", model).out()).containsPattern("targets +\\[heat, flow\\]");
        assertThat(forecast.exitCode()).as(forecast.err()).isZero();
        assertThat(Files.readAllLines(forecasts).stream().map(row -> row.split(",")[1]))
                .containsExactly("target", "heat", "heat", "flow", "flow");
    }

    @Test
    void shouldRefuseRolesThatContradict() throws IOException {
        Path input = writeWave("wave", 300);
        Path model = folder.resolve("wave.gatecast");

        CommandRun twoWays = train(input, model, "--targets", "value", "--value-columns", "value");
        CommandRun twice = train(input, model, "--targets", "value", "--known", "value");
        CommandRun nowhere = train(input, model, "--static", "site");

        assertThat(twoWays.exitCode()).isEqualTo(2);
        assertThat(twoWays.err()).contains("--value-columns excludes --targets and --inputs");
        assertThat(twice.errorLines())
                .containsExactly("gatecast train: value columns must differ, 'value' is named twice");
        assertThat(nowhere.errorLines())
                .containsExactly("gatecast train: " + input
                        + ":1: there is no static column 'site'; the columns are [timestamp, value]");
    }

    private static CommandRun train(Path input, Path model, String... further) {
        List<Object> args = new ArrayList<>(List.of("train", "--input", input, "--model", model));
        args.addAll(List.of("--horizon", "2", "--epochs", "2", "--seed", "5"));
        if (!List.of(further).contains("--hidden")) {
            args.addAll(List.of("--hidden", "4"));
        }
        args.addAll(List.of(further));
        return CommandRun.of(args.toArray());
    }

    private Path writeWave(String name, int rows) throws IOException {
        return Wave.write(folder.resolve(name + ".csv"), rows);
    }
}
