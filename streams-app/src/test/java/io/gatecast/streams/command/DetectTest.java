package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectTest {
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final int JUMP = 800;

    @TempDir
    private Path folder;

    /** Noise that jumps up for good; the second column, if any, does not. */
    private Path series(String name, int columns) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>();
        lines.add(columns == 1 ? "timestamp,value" : "timestamp,flow,heat");
        for (int i = 0; i < 900; i++) {
            String line = FIRST.plusSeconds(300L * i) + "," + (random.nextGaussian() + (i >= JUMP ? 30 : 0));
            lines.add(columns == 1 ? line : line + "," + random.nextGaussian());
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, lines);
    }

    private static String[] cells(Path file, int row) throws IOException {
        return Files.readAllLines(file).get(row + 1).split(",", -1);
    }

    @Test
    void shouldWriteEveryRowOfEveryFileInTheSameFolders() throws IOException {
        series("in/a/one.csv", 1);
        series("in/b/c/two.csv", 1);

        CommandRun run = CommandRun.of("detect", "--input", folder.resolve("in"), "--output", folder.resolve("out"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Path out = folder.resolve("out/b/c/two.csv");
        assertThat(folder.resolve("out/a/one.csv")).hasSameTextualContentAs(out);
        assertThat(Files.readAllLines(out)).hasSize(901);
        assertThat(Files.readAllLines(out).get(0))
                .isEqualTo("timestamp,value,anomaly_score,alarm,severity,column,expected,evidence,since,"
                        + "forecast-error,value-error,level-shift,novelty,range,stuck,silence,drift");
    }

    @Test
    void shouldAlarmAtTheJumpWithEvidence() throws IOException {
        series("in.csv", 1);

        CommandRun.of("detect", "--input", folder.resolve("in.csv"), "--output", folder.resolve("out"));

        String[] jump = cells(folder.resolve("out/in.csv"), JUMP);
        assertThat(jump[0]).isEqualTo("2024-01-03T18:40:00Z");
        assertThat(Double.parseDouble(jump[2])).isGreaterThan(0.6);
        assertThat(List.of(jump).subList(3, 6)).containsExactly("1", "CRITICAL", "value");
        assertThat(jump[8]).isEqualTo("2024-01-03T18:40:00Z");
        String[] before = cells(folder.resolve("out/in.csv"), JUMP - 1);
        assertThat(Double.parseDouble(before[2])).isLessThan(0.5);
        assertThat(before[3]).isEqualTo("0");
    }

    @Test
    void shouldJudgeSeveralColumnsTogetherAndNameTheLoudest() throws IOException {
        series("in.csv", 2);

        CommandRun.of("detect", "--input", folder.resolve("in.csv"), "--output", folder.resolve("out"));

        String[] jump = cells(folder.resolve("out/in.csv"), JUMP);
        assertThat(jump[4]).isEqualTo("1");
        assertThat(jump[6]).isEqualTo("flow");
    }

    @Test
    void shouldGiveScoreZeroToRowsThatATopicWouldReject() throws IOException {
        Path input = series("in.csv", 1);
        List<String> lines = new ArrayList<>(Files.readAllLines(input));
        lines.add(11, lines.get(5).replaceAll(",.*", ",99"));
        Files.write(input, lines);

        CommandRun run = CommandRun.of("detect", "--input", input, "--output", folder.resolve("out"));

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readAllLines(folder.resolve("out/in.csv")).get(11))
                .isEqualTo("2024-01-01T00:20:00Z,99.0,0.0,0,INFO,,,,,,,,,,,,");
    }

    @Test
    void shouldRefuseToOverwriteItsInput() throws IOException {
        Path input = series("in.csv", 1);

        CommandRun run = CommandRun.of("detect", "--input", input, "--output", folder);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--output must be another folder than --input");
    }

    @Test
    void shouldScoreItsOwnResultsLikeThoseItWrote() throws URISyntaxException {
        Path corpus = Path.of(DetectTest.class.getResource("/nab/mini").toURI());
        Path out = folder.resolve("out");
        CommandRun.of("detect", "--input", corpus.resolve("data"), "--output", out, "--profile", "thorough");

        CommandRun found = CommandRun.of("evaluate", "nab", "--data", corpus, "--profile", "thorough");
        CommandRun read = CommandRun.of("evaluate", "nab", "--data", corpus, "--results", out);

        assertThat(read.exitCode()).isZero();
        assertThat(found.out()).endsWith(read.out());
        assertThat(read.out()).contains("standard ").contains("left-out categories together");
    }

    @Test
    void shouldPrintTheScoreOfGivenResults() throws URISyntaxException {
        Path corpus = Path.of(DetectTest.class.getResource("/nab/mini").toURI());

        CommandRun run = CommandRun.of("evaluate", "nab", "--data", corpus, "--results", corpus.resolve("results"));

        assertThat(run.out().lines().findFirst().orElseThrow())
                .isEqualTo("standard              82.1958   threshold 0.970000000   raw 2.7537");
    }
}
