package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "train",
                "import",
                "compare",
                "backtest",
                "model",
                "model show",
                "model quantize",
                "model publish",
                "model list",
                "model promote",
                "model rollback",
                "model candidate",
                "model compare",
                "model retire",
                "feed",
                "tail",
                "replay",
                "forecast",
                "simulate",
                "generate",
                "doctor",
                "topics",
                "topics create",
                "topics describe",
                "reset",
                "config",
                "config print",
                "config validate",
                "config docs",
                "completion"
            })
    void shouldShowExamplesAndExitCodesOfEveryCommand(String command) {
        Object[] args = (command + " --help").split(" ");

        CommandRun run = CommandRun.of(args);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: gatecast " + command)
                .contains("Examples:")
                .contains("Exit codes:")
                .contains("2   wrong usage");
    }
}
