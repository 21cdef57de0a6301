package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.streams.command.Gatecast;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C as a person types it: on a terminal, which {@code script} of util-linux provides. */
class CtrlCIT {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final int CTRL_C = 3;

    @Test
    @Timeout(60)
    void shouldKeepTheBestModelSoFarWhenTrainingIsInterrupted(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "no pseudo-terminal: " + SCRIPT + " is missing");
        Path history = folder.resolve("history.csv");
        Path model = folder.resolve("best.gatecast");
        Path log = folder.resolve("terminal.log");
        Files.write(history, rows());
        String command = String.join(
                " ",
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Gatecast.class.getName(),
                "train --horizon 12 --epochs 100000 --input",
                history.toString(),
                "--model",
                model.toString());
        Process terminal = new ProcessBuilder(SCRIPT.toString(), "-qefc", "exec " + command, log.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream keyboard = terminal.getOutputStream()) {
            while (terminal.isAlive()
                    && !(Files.exists(log) && Files.readString(log).contains("/100000 epochs"))) {
                Thread.sleep(100);
            }
            keyboard.write(CTRL_C);
            keyboard.flush();
            assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            terminal.destroyForcibly();
        }

        assertThat(Files.readString(log)).contains("stopped early");
        assertThat(ArtifactFile.read(model).model().spec().horizon()).isEqualTo(12);
    }

    private static List<String> rows() {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int row = 0; row < 3_000; row++) {
            lines.add((SmallModel.START_MS + row * SmallModel.STEP_MS) + "," + SmallModel.value(0, row, 4));
        }
        return lines;
    }
}
