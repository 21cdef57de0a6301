package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GatecastTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            Gatecast.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void shouldPrintVersionAndSucceed() {
        int exitCode = command.execute("--version");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("gatecast ");
    }

    @Test
    void shouldExplainExitCodesInHelp() {
        int exitCode = command.execute("--help");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("Usage: gatecast").contains("wrong usage");
    }

    @Test
    void shouldReportUsageErrorWithoutCommand() {
        int exitCode = command.execute();

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("a command is required");
    }

    @Test
    void shouldReportUsageErrorForUnknownOption() {
        int exitCode = command.execute("--no-such-option");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option");
    }
}
