package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine command = Gatecast.commandLine().setErr(new PrintWriter(err));

    @TempDir
    private Path directory;

    private Path settings;

    @BeforeEach
    void writeSettings() throws IOException {
        settings = Files.writeString(
                directory.resolve("gatecast.properties"),
                String.join(
                        "\n",
                        "bootstrap.servers=localhost:1",
                        "input.topics=in",
                        "input.format=json",
                        "output.format=json"));
    }

    @Test
    void shouldReportWrongUsageWithoutSettings() {
        assertThat(command.execute("run")).isEqualTo(2);
        assertThat(err.toString()).contains("bootstrap.servers").contains("--config FILE");
    }

    @Test
    void shouldReportWrongUsageForUnknownSetting() {
        int exitCode = command.execute("run", "--config", settings.toString(), "--set", "memo.key=1");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("unknown setting memo.key; did you mean memo.keys?");
    }

    @Test
    void shouldUseTheGeneralModelWhereNoneIsNamed() {
        int exitCode = command.execute("run", "--config", settings.toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("localhost:1").doesNotContain("model");
    }

    @Test
    void shouldFailIfSettingsCannotBeRead() {
        int exitCode =
                command.execute("run", "--config", directory.resolve("none").toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).startsWith("gatecast run: no such file: ").contains("none");
    }

    @Test
    void shouldFailNamingTheBrokersIfNoneAnswers() {
        Path model = directory.resolve("m.gatecast");
        RandomModel.write(model, "value");

        int exitCode = command.execute(
                "run",
                "--config=" + settings,
                "--set=model.file=" + model,
                "--set=kafka.default.api.timeout.ms=300",
                "--set=kafka.request.timeout.ms=300");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).startsWith("gatecast run: no broker answers at localhost:1");
    }

    @Test
    void shouldFailIfFileIsNoModel() {
        int exitCode = command.execute("run", "--config", settings.toString(), "--set", "model.file=" + settings);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("gatecast run: ").contains(settings.toString());
    }
}
