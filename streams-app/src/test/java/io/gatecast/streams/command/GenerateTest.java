package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteSeriesAfterSeriesTheSameForTheSameSeed() throws IOException {
        CommandRun run = generate("one.csv", "--series", 12, "--seed", 3);
        generate("two.csv", "--series", 12, "--seed", 3);
        generate("fewer.csv", "--series", 4, "--seed", 3);
        generate("other.csv", "--series", 12, "--seed", 4);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("600 rows of 12 series, seed 3: " + folder.resolve("one.csv"));
        assertThat(folder.resolve("one.csv")).hasSameBinaryContentAs(folder.resolve("two.csv"));
        assertThat(Files.mismatch(folder.resolve("one.csv"), folder.resolve("other.csv")))
                .isNotNegative();
        List<String> lines = Files.readAllLines(folder.resolve("one.csv"));
        assertThat(lines).hasSize(1 + 12 * 50).startsWith("key,timestamp,value");
        assertThat(lines.get(1)).matches("[a-z-]+-000000,2020-01-06T00:00:00Z,-?\\d+(\\.\\d+)?(E-?\\d+)?");
        assertThat(lines.get(50)).contains("-000000,2020-01-08T01:00:00Z,");
        assertThat(lines)
                .startsWith(Files.readAllLines(folder.resolve("fewer.csv")).toArray(String[]::new));
    }

    @Test
    void shouldWriteTheKindsAskedFor() throws IOException {
        generate("counts.csv", "--series", 5, "--recipes", "counts,intermittent");

        try (Stream<String> lines = Files.lines(folder.resolve("counts.csv"))) {
            assertThat(lines.skip(1)).allMatch(line -> line.matches("(counts|intermittent)-\\d{6},[^,]+,\\d*"));
        }
    }

    @Test
    void shouldWriteWhatTrainReads() {
        generate("all.csv", "--series", 10);

        CommandRun run = CommandRun.of(
                "train",
                "--input",
                folder.resolve("all.csv"),
                "--model",
                folder.resolve("all.gatecast"),
                "--horizon",
                2,
                "--hidden",
                0);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("500 observations of 10 series");
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        CommandRun none = generate("none.csv", "--series", 0);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--series must be at least 1, was 0");

        CommandRun instant = CommandRun.of("generate", "-o", folder.resolve("none.csv"), "--step", "PT0S");
        assertThat(instant.exitCode()).isNotZero();
        assertThat(instant.err()).contains("step must be at least 1 ms, was 0 ms");
    }

    @Test
    void shouldTakeSeveralStepsInTurn() throws IOException {
        generate("several.csv", "--series", 3, "--step", "1h,5m");

        List<String> lines = Files.readAllLines(folder.resolve("several.csv"));
        assertThat(lines.get(2)).contains(",2020-01-06T01:00:00Z,");
        assertThat(lines.get(52)).contains(",2020-01-06T00:05:00Z,");
        assertThat(lines.get(102)).contains(",2020-01-06T01:00:00Z,");
    }

    private CommandRun generate(String file, Object... further) {
        return CommandRun.of(
                Stream.concat(Stream.of("generate", "-o", folder.resolve(file), "--rows", 50), Stream.of(further))
                        .toArray());
    }
}
