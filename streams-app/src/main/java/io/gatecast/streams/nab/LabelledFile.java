package io.gatecast.streams.nab;

import java.nio.file.Path;
import java.util.List;

/**
 * A data file of the benchmark with its label windows.
 *
 * @param name category and file name, such as {@code realKnownCause/nyc_taxi.csv}
 * @param path where it is
 * @param rows number of rows
 * @param windows label windows, ascending
 */
record LabelledFile(String name, Path path, int rows, List<Window> windows) {
    private static final double PROBATION_SHARE = 0.15;
    private static final int LONGEST_PROBATION = 750;

    /**
     * Rows of an anomaly.
     *
     * @param first first row, from 0
     * @param last last row, included
     */
    record Window(int first, int last) {
        int width() {
            return last - first + 1;
        }
    }

    LabelledFile {
        windows = List.copyOf(windows);
    }

    String category() {
        return name.substring(0, name.indexOf('/'));
    }

    /** Number of first rows that are never scored. */
    int probation() {
        return (int) Math.min(Math.floor(PROBATION_SHARE * rows), LONGEST_PROBATION);
    }
}
