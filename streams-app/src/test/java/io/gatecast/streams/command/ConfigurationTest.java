package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintWhatIsInForceWithoutSecrets() throws IOException {
        Path settings = write(
                "bootstrap.servers=localhost:1",
                "input.topics=demand",
                "input.format=json",
                "output.format=json",
                "kafka.ssl.truststore.password=swordfish");

        CommandRun run = CommandRun.of("config", "print", "--config", settings, "--set", "memo.keys=7");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "input.topics=demand",
                        "memo.keys=7",
                        "checkpoint.every=32",
                        "kafka.ssl.truststore.password=(hidden)");
        assertThat(run.out()).doesNotContain("swordfish");
    }

    @Test
    void shouldPrintOnlyWhatWasGiven() throws IOException {
        Path settings = write(
                "bootstrap.servers=localhost:1", "input.topics=demand", "input.format=json", "output.format=json");

        CommandRun run = CommandRun.of("config", "print", "--given", "--config", settings);

        assertThat(run.out().lines())
                .containsExactly(
                        "bootstrap.servers=localhost:1",
                        "input.format=json",
                        "input.topics=demand",
                        "output.format=json");
    }

    @Test
    void shouldValidateWithoutConnecting() throws IOException {
        Path settings = write(
                "bootstrap.servers=localhost:1", "input.topics=demand", "input.format=json", "output.format=json");

        CommandRun run = CommandRun.of("config", "validate", "--config", settings);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "reads    demand", "writes   demand-forecasts, demand-anomalies, demand-dead-letters", "valid");
    }

    @Test
    void shouldSayWhichSettingDoesNotFitTheModel() throws IOException {
        Path model = folder.resolve("m.gatecast");
        RandomModel.write(model, "value");
        Path settings = write(
                "bootstrap.servers=localhost:1",
                "input.topics=demand",
                "input.format=json",
                "output.format=json",
                "input.value.fields=sales,visits",
                "model.file=" + model);

        CommandRun run = CommandRun.of("config", "validate", "--config", settings);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("input.value.fields names 2 values [sales, visits], but the model takes 1 [value]");
    }

    @Test
    void shouldSayWhereSettingsComeFromIfThereAreNone() {
        CommandRun run = CommandRun.of("config", "validate");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("bootstrap.servers").contains("--config FILE, GATECAST_* variables and --set");
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("gatecast.properties"), List.of(lines));
    }
}
