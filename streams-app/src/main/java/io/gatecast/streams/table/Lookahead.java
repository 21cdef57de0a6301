package io.gatecast.streams.table;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The rows of one series that wait until the rows that tell their future have come.
 *
 * <p>If a series has columns whose future is known, rows without any value are held back until one with a value follows: the
 * last of them only tell the future. Without such columns no row waits.
 */
final class Lookahead {
    private final int steps;
    private final ArrayDeque<TableRow> rows = new ArrayDeque<>(1);
    private int upToLastValue;

    /**
     * Creates an empty queue.
     *
     * @param knownColumns number of columns whose future is known
     * @param horizon number of steps ahead they are wanted for
     */
    Lookahead(int knownColumns, int horizon) {
        steps = knownColumns == 0 ? 0 : horizon;
    }

    /**
     * Adds the next row of the series.
     *
     * @param row the row
     */
    void add(TableRow row) {
        rows.add(row);
        if (steps == 0 || row.hasValue()) {
            upToLastValue = rows.size();
        }
    }

    /**
     * Takes the oldest row if all of its future that will come has come.
     *
     * @param ended whether no further row will come
     * @return the row with its future, or nothing
     */
    Optional<TableRow> poll(boolean ended) {
        if (upToLastValue == 0 || !ended && rows.size() <= steps) {
            return Optional.empty();
        }
        TableRow row = rows.element();
        if (steps > 0) {
            row.setAhead(ahead());
        }
        rows.remove();
        upToLastValue--;
        return Optional.of(row);
    }

    private double[][] ahead() {
        int columns = rows.element().knownColumns();
        double[][] ahead = new double[columns][Math.min(steps + 1, rows.size())];
        Iterator<TableRow> following = rows.iterator();
        for (int k = 0; k <= steps && following.hasNext(); k++) {
            TableRow row = following.next();
            for (int c = 0; c < columns; c++) {
                ahead[c][k] = row.known(c);
            }
        }
        return ahead;
    }
}
