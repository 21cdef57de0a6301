package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTableTest {
    private static final long DAY_MS = 86_400_000;
    private static final long FIRST_MS = 1_704_067_200_000L;

    @TempDir
    private Path folder;

    private Path input;
    private Path model;
    private Path output;
    private Artifact artifact;

    @BeforeEach
    void writeModel() {
        input = folder.resolve("in.csv");
        model = folder.resolve("m.gatecast");
        output = folder.resolve("out.csv");
        artifact = RandomModel.write(model, "value");
    }

    @Test
    void shouldWriteOneRowPerOriginAndStep() {
        write("key,timestamp,value", "a,2024-01-01,1", "b,2024-01-01,5", "a,2024-01-02,2");

        CommandRun run = forecast();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("9 forecast rows of 2 series: " + output + System.lineSeparator());
        assertThat(lines().get(0)).isEqualTo("key,timestamp,issued_at_index,step,mean,q0.05,q0.5,q0.95");
        assertThat(origins())
                .containsExactly(
                        "a,2024-01-01T00:00:00Z,0,1",
                        "a,2024-01-01T00:00:00Z,0,2",
                        "a,2024-01-01T00:00:00Z,0,3",
                        "b,2024-01-01T00:00:00Z,0,1",
                        "b,2024-01-01T00:00:00Z,0,2",
                        "b,2024-01-01T00:00:00Z,0,3",
                        "a,2024-01-02T00:00:00Z,1,1",
                        "a,2024-01-02T00:00:00Z,1,2",
                        "a,2024-01-02T00:00:00Z,1,3");
    }

    @Test
    void shouldWriteTheForecastersOwnBits() {
        write("timestamp,value", "2024-01-01,1.1", "2024-01-02,2.7", "2024-01-03,");
        Forecaster forecaster = new Forecaster(artifact.model());
        SeriesState state = forecaster.initialState();
        List<String> expected = new ArrayList<>();
        double[] values = {1.1, 2.7, Double.NaN};
        for (int row = 0; row < values.length; row++) {
            Forecast forecast = forecaster
                    .step(state, new Observation(FIRST_MS + row * DAY_MS, values[row]))
                    .forecast();
            for (int step = 1; step <= 3; step++) {
                expected.add(bits(forecast.mean(step)) + " " + bits(forecast.quantile(0, step)) + " "
                        + bits(forecast.quantile(2, step)));
            }
        }

        forecast();

        assertThat(dataLines().map(line -> line.split(",")))
                .extracting(cells -> bits(Double.parseDouble(cells[4])) + " " + bits(Double.parseDouble(cells[5])) + " "
                        + bits(Double.parseDouble(cells[7])))
                .isEqualTo(expected);
    }

    @Test
    void shouldBeginAtTheRowAskedForButStepThroughThoseBefore() {
        write("timestamp,value", "2024-01-01,1", "2024-01-02,2", "2024-01-03,4");
        forecast();
        List<String> all = lines();

        forecast("--from-row", 2);

        assertThat(lines()).hasSize(4).containsAll(all.subList(7, 10));
    }

    @Test
    void shouldWriteEveryOtherOriginFromTheFirstAskedFor() {
        write("timestamp,value", "2024-01-01,1", "2024-01-02,2", "2024-01-03,4", "2024-01-04,4");

        forecast("--from-row", 1, "--every", 2, "--horizon", 1);

        assertThat(origins()).containsExactly("in,2024-01-02T00:00:00Z,1,1", "in,2024-01-04T00:00:00Z,3,1");
    }

    @Test
    void shouldWriteTheSameBitsOfLastOriginsAsOfAll() {
        List<String> rows = new ArrayList<>(List.of("key,timestamp,value"));
        SplittableRandom random = new SplittableRandom(7);
        for (int row = 0; row < 400; row++) {
            String time = TimestampText.format(FIRST_MS + row * 3_600_000L);
            for (String key : List.of("a", "b", "c")) {
                boolean missing = row > 0 && random.nextInt(20) == 0;
                rows.add(key + "," + time + "," + (missing ? "" : 10 + row % 24 + random.nextDouble()));
            }
        }
        write(rows.toArray(String[]::new));
        forecast();
        List<String> all = lines();

        forecast("--last-only");

        assertThat(dataLines()).hasSize(9).containsExactlyInAnyOrderElementsOf(all.subList(all.size() - 9, all.size()));
    }

    @Test
    void shouldWriteTheLastOriginOfEverySeriesOnly() {
        write("key,timestamp,value", "b,2024-01-01,1", "a,2024-01-01,2", "b,2024-01-02,3");
        forecast("--horizon", 1);
        List<String> all = lines();

        forecast("--last-only", "--horizon", 1);

        assertThat(lines()).containsExactly(all.get(0), all.get(3), all.get(2));
    }

    @Test
    void shouldCountButNotStepRowsWithoutValueBeforeTheFirst() {
        write("timestamp,value", "2024-01-01,", "2024-01-02,2");

        CommandRun run = forecast("--horizon", 1);

        assertThat(run.exitCode()).isZero();
        assertThat(origins()).containsExactly("in,2024-01-02T00:00:00Z,1,1");
    }

    @Test
    void shouldQuoteKeyThatContainsTheDelimiter() {
        write("key,timestamp,value", "\"a,1\",2024-01-01,1");

        forecast("--horizon", 1);

        assertThat(dataLines()).singleElement().asString().startsWith("\"a,1\",2024-01-01T00:00:00Z,0,1,");
    }

    @Test
    void shouldLeaveOutRowsThatATopicWouldRejectAsLateAndSaySo() {
        write("timestamp,value", "2024-01-02,1", "2024-01-01,2", "2024-01-02,3", "2024-01-03,4");

        CommandRun run = forecast("--horizon", 1);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("left out 2 observations").contains("the first at " + input + ":3");
        assertThat(origins()).containsExactly("in,2024-01-02T00:00:00Z,0,1", "in,2024-01-03T00:00:00Z,3,1");
    }

    @Test
    void shouldForecastAfterTheLastUsableRowOnly() {
        write("timestamp,value", "2024-01-01,1", "2024-01-02,2", "2024-01-01,3");

        CommandRun run = forecast("--horizon", 1, "--last-only");

        assertThat(run.exitCode()).isZero();
        assertThat(origins()).containsExactly("in,2024-01-02T00:00:00Z,1,1");
    }

    @Test
    void shouldRefuseTableWithOtherNumberOfColumns() {
        write("key,timestamp,x,y", "a,2024-01-01,1,2");

        CommandRun run = forecast("--value-columns", "x,y");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(input
                        + ":1: the model takes the value columns [value] in this order (--value-columns), the table gives"
                        + " [x, y]");
    }

    @Test
    void shouldRefuseColumnsInAnotherOrderThanTheModels() {
        RandomModel.write(model, "x", "y");
        write("key,timestamp,x,y", "a,2024-01-01,1,2");

        assertThat(forecast("--value-columns", "x,y").exitCode()).isZero();
        assertThat(forecast("--value-columns", "y,x").exitCode()).isEqualTo(1);
    }

    @Test
    void shouldRefuseHorizonBeyondTheModels() {
        write("timestamp,value", "2024-01-01,1");

        CommandRun run = forecast("--horizon", 4);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--horizon must be in [1, 3], the model's, was 4");
    }

    @Test
    void shouldUseTheGeneralModelWhereNoneIsNamed() {
        write("timestamp,value", "2024-01-01,7", "2024-01-02,7.5");

        CommandRun run = CommandRun.of("forecast", "--input", input, "--forecasts", output);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("no model named: using the general model ")
                .contains("96 forecast rows of 1 series");
        assertThat(dataLines().map(line -> Double.parseDouble(line.split(",")[4])))
                .allSatisfy(mean -> assertThat(mean).isBetween(5.0, 10.0));
    }

    private CommandRun forecast(Object... further) {
        Object[] args = {"forecast", "--input", input, "--model", model, "--forecasts", output};
        return CommandRun.of(Stream.concat(Stream.of(args), Stream.of(further)).toArray());
    }

    private void write(String... lines) {
        try {
            Files.write(input, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<String> dataLines() {
        return lines().stream().skip(1);
    }

    private List<String> origins() {
        return dataLines()
                .map(line -> String.join(",", List.of(line.split(",")).subList(0, 4)))
                .toList();
    }

    private static String bits(double value) {
        return Long.toHexString(Double.doubleToLongBits(value));
    }
}
