package io.gatecast.streams.command;

import io.gatecast.core.train.TrainingProgress;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/**
 * Shows trainings, one after the other: the settings found and why, then one bar or some lines for the epochs. Of a later
 * training only the settings that differ from the one before are shown.
 */
final class TrainingDisplay implements TrainingProgress, AutoCloseable {
    private static final long LINE_INTERVAL_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final StopSignal stop;
    private final Map<String, String> shown = new HashMap<>();
    private String task = "train";
    private ProgressBar bar;
    private long lastLineNanos;

    TrainingDisplay(PrintWriter out, StopSignal stop) {
        this.out = out;
        this.stop = stop;
    }

    /** Begins the display of one training of several. */
    void begin(String name) {
        close();
        task = name;
        out.println(name + ":");
        out.flush();
    }

    @Override
    public void setting(String name, String value, String why) {
        if (value.equals(shown.put(name, value))) {
            return;
        }
        out.printf(Locale.ROOT, "  %-16s %-24s %s%n", name, value, why.isEmpty() ? "" : "(" + why + ")");
        out.flush();
    }

    @Override
    public void epoch(int epoch, int epochs, double trainingLoss, double validationLoss, boolean best) {
        String losses = losses(trainingLoss, validationLoss) + (best ? ", best so far" : "");
        if (Console.isTerminal()) {
            showBar(epoch, epochs, losses);
        } else {
            showLine(epoch, epochs, losses);
        }
    }

    // Before the first epoch there is a validation loss only.
    private static String losses(double trainingLoss, double validationLoss) {
        String validation = String.format(Locale.ROOT, "validation loss %.5f", validationLoss);
        return Double.isNaN(trainingLoss)
                ? validation
                : String.format(Locale.ROOT, "training loss %.5f, ", trainingLoss) + validation;
    }

    @Override
    public boolean stopRequested() {
        return stop.isRequested();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void showBar(int epoch, int epochs, String losses) {
        if (bar == null) {
            bar = Progress.start(task, "epochs", epochs, out);
        }
        bar.stepTo(epoch).setExtraMessage(" " + losses);
    }

    private void showLine(int epoch, int epochs, String losses) {
        long now = System.nanoTime();
        if (epoch == 1 || epoch == epochs || now - lastLineNanos >= LINE_INTERVAL_NANOS) {
            lastLineNanos = now;
            out.printf(Locale.ROOT, "epoch %d of %d: %s%n", epoch, epochs, losses);
            out.flush();
        }
    }
}
