package io.gatecast.streams.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A line every few seconds, for logs and pipes. */
final class PlainLines implements DemoView {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(3).toNanos();

    private final PrintWriter out;
    private long lastNanos = System.nanoTime() - INTERVAL_NANOS;
    private int nextTrack;

    PlainLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void note(String message) {
        out.println(message);
        out.flush();
    }

    @Override
    public void show(Scoreboard board, String phase) {
        long now = System.nanoTime();
        if (now - lastNanos < INTERVAL_NANOS || board.forecasts() == 0) {
            return;
        }
        lastNanos = now;
        out.printf(
                Locale.ROOT,
                "%s: %,d events, %,d forecasts, %,d rejected; %s%n",
                phase,
                board.events(),
                board.forecasts(),
                board.rejected(),
                example(board));
        out.flush();
    }

    private String example(Scoreboard board) {
        SeriesTrack track = board.tracks().stream()
                .skip(nextTrack++ % board.tracks().size())
                .findFirst()
                .orElseThrow();
        double[] next = track.nextWithBand90();
        return Double.isNaN(next[0])
                ? track.key() + " is warming up"
                : String.format(
                        Locale.ROOT,
                        "%s %.6g, next %.6g [%.6g .. %.6g]",
                        track.key(),
                        track.lastValue(),
                        next[0],
                        next[1],
                        next[2]);
    }

    @Override
    public void close() {
        out.flush();
    }
}
