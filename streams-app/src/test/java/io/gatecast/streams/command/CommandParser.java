package io.gatecast.streams.command;

import picocli.CommandLine.ParameterException;

/** Parses command lines without running them. */
public final class CommandParser {
    private CommandParser() {}

    /**
     * Parses the words after {@code gatecast}.
     *
     * @throws ParameterException if there is no such command or option, or a required one is missing
     */
    public static void parse(String... words) {
        Gatecast.commandLine().parseArgs(words);
    }
}
