package io.gatecast.streams.command;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Whether somebody is watching: decides between live displays and plain lines. */
final class Console {
    private static final int DEFAULT_WIDTH = 80;

    private Console() {}

    /** Makes Java 22 to 24 behave like the others, where there is a console only if a terminal is attached. */
    static void useBuiltIn() {
        System.setProperty("jdk.console", "java.base");
    }

    /**
     * Returns the width of the terminal in characters. Without native signals: a terminal that takes them, such as the progress
     * bar's own, lets Ctrl-C end the JVM at once, and no shutdown hook runs.
     */
    static int width() {
        try (Terminal terminal =
                TerminalBuilder.builder().nativeSignals(false).dumb(true).build()) {
            return terminal.getWidth() > 0 ? terminal.getWidth() : DEFAULT_WIDTH;
        } catch (IOException e) {
            return DEFAULT_WIDTH;
        }
    }

    /** Returns true if input and output are a terminal. */
    static boolean isTerminal() {
        return System.console() != null;
    }
}
