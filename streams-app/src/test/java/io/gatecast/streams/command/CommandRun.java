package io.gatecast.streams.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A command run in this JVM: what it printed and how it ended. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs a command with the text of some arguments. */
    public static CommandRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Gatecast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(args).map(CommandRun::text).toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    List<String> errorLines() {
        return err.lines().toList();
    }

    private static String text(Object argument) {
        return argument instanceof Path path ? path.toString() : String.valueOf(argument);
    }
}
