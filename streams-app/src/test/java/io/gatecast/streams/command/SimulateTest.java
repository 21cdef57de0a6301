package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheSameFilesForTheSameSeed() throws IOException {
        simulate("one", 7);
        simulate("two", 7);
        simulate("other", 8);

        assertThat(folder.resolve("one.csv")).hasSameBinaryContentAs(folder.resolve("two.csv"));
        assertThat(folder.resolve("one-faults.csv")).hasSameBinaryContentAs(folder.resolve("two-faults.csv"));
        assertThat(Files.mismatch(folder.resolve("one.csv"), folder.resolve("other.csv")))
                .isNotNegative();
    }

    @Test
    void shouldWriteOneRowPerSensorAndStep() throws IOException {
        CommandRun run = simulate("one", 7);

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readAllLines(folder.resolve("one.csv")))
                .hasSize(1 + 9 * 20 * 24)
                .startsWith("key,timestamp,value")
                .element(1)
                .asString()
                .matches("temperature-01,2024-03-01T00:00:00Z,\\d+\\.\\d");
        assertThat(Files.readAllLines(folder.resolve("one-faults.csv")).get(0)).isEqualTo("key,fault,from,outside,to");
    }

    private CommandRun simulate(String name, long seed) {
        return CommandRun.of(
                "simulate",
                "--output",
                folder.resolve(name + ".csv"),
                "--labels",
                folder.resolve(name + "-faults.csv"),
                "--sensors",
                9,
                "--days",
                20,
                "--step",
                "1h",
                "--start",
                "2024-03-01T00:00:00Z",
                "--seed",
                seed);
    }
}
