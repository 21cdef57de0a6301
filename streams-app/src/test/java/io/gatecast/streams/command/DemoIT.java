package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    private Path folder;

    @Test
    void shouldForecastEveryReadingOfThePlant() {
        CommandRun run = CommandRun.of("demo", "--events", 25_000, "--speed", "0s");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("25,000 events, 25,000 forecasts, 0 rejected")
                .containsPattern("step 1 +error 0\\.\\d\\d of seasonal naive's \\(season 336\\)")
                .contains("faults injected");
    }

    @Test
    void shouldForecastTheUsersOwnDataWithTheGeneralModel() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 800; i++) {
            lines.add((1_700_000_000L + 3600L * i) + "," + (i % 24 + i % 7));
        }
        Path csv = Files.write(folder.resolve("own.csv"), lines);

        CommandRun run = CommandRun.of("demo", "--csv", csv, "--events", 750, "--speed", "0s");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("using the general model")
                .contains("(season 24)")
                .contains("750 events, 750 forecasts, 0 rejected")
                .doesNotContain("faults");
    }
}
