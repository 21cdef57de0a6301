package io.gatecast.streams.board;

import java.util.Arrays;

/** The latest steps of one target in order of time: what was observed, and what had been forecast for it. One thread at a time. */
final class Points {
    /** Observed, forecast, ends of the outer band, ends of the inner band, anomaly score. */
    enum Field {
        VALUE,
        EXPECTED,
        LOWER,
        UPPER,
        INNER_LOWER,
        INNER_UPPER,
        SCORE
    }

    private static final Field[] FIELDS = Field.values();
    private static final int FIRST_CAPACITY = 32;

    private final int most;
    private long[] times = new long[FIRST_CAPACITY];
    private final double[][] numbers = new double[FIELDS.length][FIRST_CAPACITY];
    private int length;

    Points(int most) {
        this.most = most;
    }

    int length() {
        return length;
    }

    long timeMs(int index) {
        return times[index];
    }

    double get(Field field, int index) {
        return numbers[field.ordinal()][index];
    }

    void set(Field field, int index, double number) {
        numbers[field.ordinal()][index] = number;
    }

    /** The point of a time: the one there is, or a new one without numbers. */
    int at(long timeMs) {
        int found = Arrays.binarySearch(times, 0, length, timeMs);
        if (found >= 0) {
            return found;
        }
        makeRoom();
        int index = -Arrays.binarySearch(times, 0, length, timeMs) - 1;
        System.arraycopy(times, index, times, index + 1, length - index);
        times[index] = timeMs;
        for (double[] row : numbers) {
            System.arraycopy(row, index, row, index + 1, length - index);
            row[index] = Double.NaN;
        }
        length++;
        return index;
    }

    /** Grows up to twice as many as are kept, then drops the oldest half. */
    private void makeRoom() {
        if (length < times.length) {
            return;
        }
        if (times.length < 2 * most) {
            int capacity = Math.min(2 * most, 2 * times.length);
            times = Arrays.copyOf(times, capacity);
            Arrays.setAll(numbers, f -> Arrays.copyOf(numbers[f], capacity));
        } else {
            int from = length - most + 1;
            System.arraycopy(times, from, times, 0, length - from);
            for (double[] row : numbers) {
                System.arraycopy(row, from, row, 0, length - from);
            }
            length -= from;
        }
    }

    /** Index of the first point that is kept for good. */
    int first() {
        return Math.max(0, length - most);
    }

    long[] times() {
        return Arrays.copyOfRange(times, first(), length);
    }

    double[] all(Field field) {
        return Arrays.copyOfRange(numbers[field.ordinal()], first(), length);
    }
}
