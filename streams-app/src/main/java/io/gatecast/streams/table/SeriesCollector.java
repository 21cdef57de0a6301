package io.gatecast.streams.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects observations that arrive interleaved into one history per series, or of a sample of them if they are too many. */
public final class SeriesCollector {
    /** Series are cut to their latest rows as long as one is longer than this. */
    private static final int LONG_SERIES = 10_000;

    /** Series are cut further rather than that fewer than this are left. */
    private static final int FEW_SERIES = 50;

    private static final int SHORTEST_CUT = 100;

    /** What a series costs beside its rows, in rows. */
    private static final int SERIES_COST = 16;

    private final Map<String, SeriesHistory> histories = new LinkedHashMap<>();
    private final long rowsPerSeries;
    private final SampleLimit limit;
    private int halvings;
    private long held;
    private long rowsSeen;
    private boolean cut;

    /**
     * Creates an empty collection.
     *
     * @param rowsPerSeries number of first observations kept of every series
     * @param limit how much is kept of all series together
     */
    public SeriesCollector(long rowsPerSeries, SampleLimit limit) {
        this.rowsPerSeries = rowsPerSeries;
        this.limit = limit;
    }

    /**
     * Reads a whole table.
     *
     * @param file a CSV file
     * @param format what its columns mean
     * @param rowsPerSeries number of first observations kept of every series
     * @param limit how much is kept of all series together
     * @return collected series in the order of their first row, and the names of their columns
     * @throws TableFormatException if a line is malformed
     */
    public static Collected read(Path file, TableFormat format, long rowsPerSeries, SampleLimit limit) {
        SeriesCollector collector = new SeriesCollector(rowsPerSeries, limit);
        try (SeriesTable table = SeriesTable.open(file, format)) {
            List<String> columns = table.columns();
            RowShape shape = new RowShape(
                    columns.size(),
                    format.further().known().size(),
                    format.further().statics().size());
            while (table.next()) {
                collector.add(table, shape);
            }
            if (collector.rowsSeen == 0) {
                throw new TableFormatException(file + ": at least one row is required, there is only the header");
            }
            return new Collected(columns, collector.series(), collector.sample(), table.leftOut());
        }
    }

    /**
     * Returns the history of a series that is about to get an observation.
     *
     * @param key name of the series
     * @param shape what an observation consists of
     * @return its history so far, empty if the series is new; nothing if the sample leaves the series out
     */
    public Optional<SeriesHistory> of(String key, RowShape shape) {
        rowsSeen++;
        while (held >= limit.rows(shape.values() + shape.known())) {
            shrink();
        }
        if (!limit.takes(key, halvings)) {
            return Optional.empty();
        }
        SeriesHistory history = histories.get(key);
        if (history == null) {
            history = new SeriesHistory(key, shape);
            histories.put(key, history);
            held += SERIES_COST;
        }
        return Optional.of(history);
    }

    /**
     * Whether a series takes more observations.
     *
     * @param history history of the series
     * @return false once the first rows asked for are there
     */
    public boolean wants(SeriesHistory history) {
        return history.added() < rowsPerSeries;
    }

    /**
     * Adds an observation to a history just returned by {@link #of}.
     *
     * @param history history of the series
     * @param timestampMs event time, later than all before
     * @return row of the observation, whose values are missing so far
     */
    public int add(SeriesHistory history, long timestampMs) {
        held++;
        return history.add(timestampMs);
    }

    /**
     * All series collected.
     *
     * @return histories in the order of first appearance
     */
    public List<SeriesHistory> series() {
        return new ArrayList<>(histories.values());
    }

    /**
     * What was left out because there was too much.
     *
     * @return description of the sample, empty if everything was kept
     */
    public Optional<Sample> sample() {
        return halvings == 0 && !cut
                ? Optional.empty()
                : Optional.of(new Sample(rowsSeen, (long) histories.size() << halvings));
    }

    private void shrink() {
        int longest = 0;
        for (SeriesHistory history : histories.values()) {
            longest = Math.max(longest, history.rows());
        }
        if (longest > LONG_SERIES || longest > SHORTEST_CUT && histories.size() < FEW_SERIES) {
            int most = longest / 2;
            histories.values().forEach(history -> history.keepLatest(most));
            cut = true;
        } else {
            halvings++;
            histories.keySet().removeIf(key -> !limit.takes(key, halvings));
        }
        held = 0;
        for (SeriesHistory history : histories.values()) {
            held += SERIES_COST + history.rows();
        }
    }

    private void add(SeriesTable table, RowShape shape) {
        SeriesHistory history = of(table.key(), shape).orElse(null);
        if (history == null || !wants(history) || !table.isAfter(history.lastTimestampMs())) {
            return;
        }
        int row = add(history, table.timestampMs());
        for (int c = 0; c < shape.values(); c++) {
            history.set(c, row, table.value(c));
        }
        for (int c = 0; c < shape.known(); c++) {
            history.setKnown(c, row, table.known(c));
        }
        for (int c = 0; c < shape.statics(); c++) {
            history.setStatic(c, table.staticText(c));
        }
    }

    /**
     * What a sample was taken of.
     *
     * @param rows number of rows in the input
     * @param series number of series in the input, an estimate if some were left out
     */
    public record Sample(long rows, long series) {}

    /**
     * What was collected.
     *
     * @param columns names of the value columns
     * @param series one history per series
     * @param sample what the series are a sample of; empty if they are everything
     * @param leftOut a note on observations that were not later than the one before; empty if there were none
     */
    public record Collected(
            List<String> columns, List<SeriesHistory> series, Optional<Sample> sample, Optional<String> leftOut) {}
}
