package io.gatecast.streams.command;

/** Whether somebody is watching: decides between live displays and plain lines. */
final class Console {
    private Console() {}

    /** Makes Java 22 to 24 behave like the others, where there is a console only if a terminal is attached. */
    static void useBuiltIn() {
        System.setProperty("jdk.console", "java.base");
    }

    /** Returns true if input and output are a terminal. */
    static boolean isTerminal() {
        return System.console() != null;
    }
}
