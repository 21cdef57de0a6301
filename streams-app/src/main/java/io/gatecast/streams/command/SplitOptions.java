package io.gatecast.streams.command;

import io.gatecast.core.backtest.Split;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which rows of a series a backtest scores. */
final class SplitOptions {
    private static final int TESTED = 4;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--train-rows",
            paramLabel = "N",
            description =
                    "The first N rows of every series are for learning: the linear model and Holt-Winters are fitted"
                            + " to them, MASE is scaled by them (default: all rows before the scored ones).")
    private Optional<Long> trainRows;

    @Option(
            names = "--from-row",
            paramLabel = "N",
            description =
                    "First row of every series, from 0, that is scored (default: the one after the training rows).")
    private Optional<Long> fromRow;

    @Option(
            names = "--test-rows",
            paramLabel = "N",
            description = "Score the last N rows of every series instead (default: the last quarter).")
    private Optional<Long> testRows;

    void requireFit() {
        if (testRows.isPresent() && (trainRows.isPresent() || fromRow.isPresent())) {
            throw new ParameterException(spec.commandLine(), "--test-rows excludes --train-rows and --from-row");
        }
        requirePositive("--train-rows", trainRows);
        requirePositive("--from-row", fromRow);
        requirePositive("--test-rows", testRows);
        if (trainRows.isPresent() && fromRow.isPresent() && fromRow.get() < trainRows.get()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from-row must not be less than --train-rows " + trainRows.get() + ", was " + fromRow.get());
        }
    }

    private void requirePositive(String option, Optional<Long> value) {
        if (value.isPresent() && value.get() < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1, was " + value.get());
        }
    }

    /** Returns the split of a series with so many rows. */
    Split of(long rows) {
        if (trainRows.isPresent() || fromRow.isPresent()) {
            long from = fromRow.or(() -> trainRows).orElseThrow();
            return new Split(trainRows.orElse(from), from, rows);
        }
        long from = Math.max(1, rows - testRows.orElse(Math.max(1, rows / TESTED)));
        return new Split(from, from, rows);
    }

    /** Says which rows are scored. */
    String describe() {
        if (trainRows.isPresent() || fromRow.isPresent()) {
            long from = fromRow.or(() -> trainRows).orElseThrow();
            return String.format(
                    Locale.ROOT, "scored from row %,d on, training part %,d rows", from, trainRows.orElse(from));
        }
        return testRows.map(rows -> String.format(Locale.ROOT, "scored over the last %,d rows of a series", rows))
                .orElse("scored over the last quarter of a series");
    }
}
