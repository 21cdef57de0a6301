package io.gatecast.streams.command;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/** Makes progress displays: a bar on a terminal, otherwise a plain line every few seconds. */
final class Progress {
    private static final int LINE_INTERVAL_MS = 10_000;

    private Progress() {}

    /**
     * Starts a display on standard error.
     *
     * @param task what is being done
     * @param unit what is counted
     * @param max number of units to come; -1 = not known
     * @param lines receives the plain lines
     */
    static ProgressBar start(String task, String unit, long max, PrintWriter lines) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setUnit(" " + unit, 1)
                .showSpeed();
        if (Console.isTerminal()) {
            builder.setConsumer(new ConsoleProgressBarConsumer(System.err, Console.width()));
        } else {
            builder.setUpdateIntervalMillis(LINE_INTERVAL_MS)
                    .setRenderer((state, width) -> line(state, unit, max))
                    .setConsumer(new Lines(lines));
        }
        return builder.build();
    }

    private static String line(ProgressState state, String unit, long max) {
        String count = max > 0
                ? String.format(Locale.ROOT, "%,d of %,d", state.getCurrent(), max)
                : String.format(Locale.ROOT, "%,d", state.getCurrent());
        return state.getTaskName() + ": " + count + " " + unit;
    }

    /** Passes on a line per interval; what is done before the first interval is over needs none. */
    private static final class Lines implements ProgressBarConsumer {
        private final PrintWriter lines;
        private long lastNanos = System.nanoTime();

        Lines(PrintWriter lines) {
            this.lines = lines;
        }

        @Override
        public int getMaxRenderedLength() {
            return Integer.MAX_VALUE;
        }

        // Bars are drawn by a thread of the library, which also draws the last one when the bar is closed.
        @Override
        public synchronized void accept(String line) {
            long now = System.nanoTime();
            if (now - lastNanos >= LINE_INTERVAL_MS * 900_000L) {
                lastNanos = now;
                lines.println(line);
                lines.flush();
            }
        }

        @Override
        public void close() {
            lines.flush();
        }
    }
}
