package io.gatecast.streams.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A table of all series on a terminal, drawn again in place. */
final class LiveTable implements DemoView {
    private static final long INTERVAL_NANOS = Duration.ofMillis(500).toNanos();
    private static final int ROWS_AROUND_SERIES = 6;
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_TO_END = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final Terminal terminal;
    private long lastNanos = System.nanoTime() - INTERVAL_NANOS;
    private int linesDrawn;

    LiveTable(PrintWriter out) {
        this.out = out;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(true)
                    .nativeSignals(false)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void note(String message) {
        eraseTable();
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
        List<String> lines = render(board, phase, terminal.getHeight() > 0 ? terminal.getHeight() : 24);
        eraseTable();
        out.print(HIDE_CURSOR);
        lines.forEach(out::println);
        out.flush();
        linesDrawn = lines.size();
    }

    @Override
    public void close() {
        out.print(SHOW_CURSOR);
        out.flush();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void eraseTable() {
        if (linesDrawn > 0) {
            out.print("\u001b[" + linesDrawn + "A\r" + ERASE_TO_END);
            linesDrawn = 0;
        }
    }

    static List<String> render(Scoreboard board, String phase, int height) {
        List<String> lines = new ArrayList<>();
        lines.add(BOLD
                + "%-16s %10s %10s %25s %7s".formatted("series", "last value", "next", "90 % band", "error")
                + PLAIN);
        int room = Math.max(1, height - ROWS_AROUND_SERIES);
        board.tracks().stream().limit(room).forEach(track -> lines.add(row(board, track)));
        int hidden = board.tracks().size() - room;
        lines.add(hidden > 0 ? "... and %d more series".formatted(hidden) : "");
        lines.add("error: one step ahead so far, as a share of seasonal naive's (season %d)".formatted(board.season()));
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d events, %,d forecasts, %,d rejected; Ctrl-C ends",
                phase,
                board.events(),
                board.forecasts(),
                board.rejected()));
        return lines;
    }

    private static String row(Scoreboard board, SeriesTrack track) {
        double[] next = track.nextWithBand90();
        double relative = board.relativeError(track);
        String error = "%7s".formatted(Double.isNaN(relative) ? "" : String.format(Locale.ROOT, "%.2f", relative));
        return "%-16.16s %10s %10s %25s %s"
                .formatted(
                        track.key(),
                        number(track.lastValue()),
                        number(next[0]),
                        Double.isNaN(next[1]) ? "warming up" : number(next[1]) + " .. " + number(next[2]),
                        relative > 1 ? RED + error + PLAIN : error);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5g", value);
    }
}
