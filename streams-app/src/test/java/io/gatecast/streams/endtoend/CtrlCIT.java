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

    @TempDir
    private Path folder;

    @Test
    @Timeout(150)
    void shouldKeepTheBestModelSoFarWhenTrainingIsInterrupted() throws IOException, InterruptedException {
        Path model = folder.resolve("best.gatecast");

        String shown = interrupt("/100000 epochs", "train", "--horizon 12 --epochs 100000 --model " + model);

        assertThat(shown).contains("stopped early");
        assertThat(ArtifactFile.read(model).model().spec().horizon()).isEqualTo(12);
    }

    @Test
    @Timeout(150)
    void shouldShowWhatIsThereWhenAComparisonIsInterrupted() throws IOException, InterruptedException {
        Path table = folder.resolve("table.csv");

        String shown = interrupt(
                "1/100000 epochs",
                "compare",
                "--horizon 12 --epochs 100000 --hidden 8 --cells rnn,lstm --output " + table);

        assertThat(shown).contains("rnn: stopped early").contains("lstm: not trained, stopped before");
        assertThat(Files.readAllLines(table).stream().skip(1).map(row -> row.split(",")[0]))
                .containsExactly("naive", "seasonal naive", "linear", "rnn");
    }

    /** Runs a command on a terminal, types Ctrl-C once this is to be read there, and gives all that was shown. */
    private String interrupt(String once, String name, String options) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "no pseudo-terminal: " + SCRIPT + " is missing");
        Path history = Files.write(folder.resolve("history.csv"), rows());
        Path log = folder.resolve("terminal.log");
        String command = String.join(
                " ",
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Gatecast.class.getName(),
                name,
                "--input",
                history.toString(),
                options);
        // A build that was started in the background ignores the signal, and so would the command.
        String heeding = "exec env --default-signal=INT " + command;
        Process terminal = new ProcessBuilder(SCRIPT.toString(), "-qefc", heeding, log.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream keyboard = terminal.getOutputStream()) {
            while (terminal.isAlive()
                    && !(Files.exists(log) && Files.readString(log).contains(once))) {
                Thread.sleep(100);
            }
            keyboard.write(CTRL_C);
            keyboard.flush();
            assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            terminal.destroyForcibly();
        }
        return Files.readString(log);
    }

    private static List<String> rows() {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int row = 0; row < 3_000; row++) {
            lines.add((SmallModel.START_MS + row * SmallModel.STEP_MS) + "," + SmallModel.value(0, row, 4));
        }
        return lines;
    }
}
