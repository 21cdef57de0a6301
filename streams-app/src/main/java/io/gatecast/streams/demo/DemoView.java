package io.gatecast.streams.demo;

/** How a running demo shows itself. */
sealed interface DemoView extends AutoCloseable permits LiveTable, PlainLines {

    /** Tells what is being done, in one line. */
    void note(String message);

    /** Offers the present state; called often, shown when it is time. */
    void show(Scoreboard board, String phase);

    /** Ends the display, leaving the terminal as it was. */
    @Override
    void close();
}
