package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureReportTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReportFailureInOneLine() {
        Path model = folder.resolve("m.gatecast");
        RandomModel.write(model, "value");
        Path missing = folder.resolve("none.csv");

        CommandRun run = CommandRun.of(
                "forecast", "--input", missing, "--model", model, "--forecasts", folder.resolve("out.csv"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines()).containsExactly("gatecast forecast: no such file: " + missing);
    }

    @Test
    void shouldReportUnreadableModelInOneLine() throws IOException {
        Path model = Files.writeString(folder.resolve("m.gatecast"), "no model");

        CommandRun run = CommandRun.of("model", "show", model);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines()).singleElement().asString().contains(model.toString());
    }

    @Test
    void shouldNameTheBrokersIfNoneAnswers() {
        CommandRun run = CommandRun.of(
                "tail",
                "--topic=t",
                "--bootstrap-servers=localhost:1",
                "--kafka=default.api.timeout.ms=300",
                "--kafka=request.timeout.ms=300");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("gatecast tail: no broker answers at localhost:1");
    }

    @Test
    void shouldAddTheStackTraceIfAsked() {
        CommandRun run = CommandRun.of("--verbose", "model", "show", folder.resolve("none"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("ModelFormatException").contains("\tat io.gatecast.");
    }

    @Test
    void shouldTakeVerboseAfterTheCommandToo() {
        CommandRun run = CommandRun.of("model", "show", folder.resolve("none"), "--verbose");

        assertThat(run.err()).contains("\tat io.gatecast.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --model m --horizon 3",
                "train --input a.csv --topic t --model m --horizon 3",
                "forecast --input a.csv --model m --forecasts o --last-only --every 2",
                "forecast --input a.csv --model m --forecasts o --every 0",
                "forecast --input a.csv --model m --forecasts o --from-row -1",
                "forecast --input a.csv --model m --forecasts o --delimiter ::",
                "feed --input a.csv --topic t --rate 0",
                "feed --input a.csv --topic t --partitions 0",
                "tail --topic t --max 0",
                "tail --topic t --timeout soon",
                "demo --events 0",
                "demo --for 0s",
                "simulate --output o --days 0",
                "model"
            })
    void shouldReportWrongUsageAndPointToHelp(String line) {
        Object[] args = line.split(" ");

        CommandRun run = CommandRun.of(args);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errorLines()).hasSizeBetween(2, 3);
        assertThat(run.errorLines().get(0)).startsWith("gatecast " + args[0] + ": ");
        assertThat(run.err()).contains("Try 'gatecast " + args[0] + " --help'.");
    }

    @Test
    void shouldSuggestTheCommandMeant() {
        CommandRun run = CommandRun.of("trian");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("train");
    }
}
