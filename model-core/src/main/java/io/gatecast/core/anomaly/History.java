package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Approximations;
import io.gatecast.core.scale.Window;
import java.nio.ByteBuffer;

/**
 * What a detector knows of a column's past: how many rows there were, their times, mean and variance. The values themselves are
 * in the forecaster's window.
 *
 * <p>Times are kept of the last row and of every {@value #EVERY}th, and interpolated between: calendars of rows long past need
 * them, and events need not come regularly.
 */
final class History {
    private static final int EVERY = 12;
    private static final double SLOWEST = 3000;
    private static final int SETTLED = 30;
    private static final double FAR = 6;
    private static final double LEAST_SHARE = 1e-3;
    private static final double LEAST_DEVIATION = 1e-9;
    private static final double LARGEST = 20;

    private final long[] times;
    private long rows;
    private long lastMs;
    private double mean;
    private double variance;
    private double deviation = LEAST_DEVIATION;

    // Not state: what the forecaster lends for the row at hand.
    private Window window;
    private double anchor;

    History(int longest) {
        times = new long[longest / EVERY + 3];
    }

    /** Looks at the values the forecaster has, before the newest is pushed. */
    void look(Window lent, double subtracted) {
        window = lent;
        anchor = subtracted;
    }

    /** Number of rows seen. */
    long rows() {
        return rows;
    }

    double deviation() {
        return deviation;
    }

    /** Distance from the running mean in running deviations, as plain value or through asinh, bounded. */
    float scaled(double value, boolean logarithmic) {
        double z = (value - mean) / deviation;
        double shape = logarithmic ? Approximations.asinh(z) : z;
        return (float) Math.max(-LARGEST, Math.min(LARGEST, shape));
    }

    /** The value of an earlier row. */
    double value(long row) {
        return anchor + window.at((int) (rows - 1 - row));
    }

    /** Whether a value is the same as that of the newest row, to the precision in which values are kept. */
    boolean isNewest(double value) {
        return (float) (value - anchor) == window.at(0);
    }

    /** Mean of the values up to a row. */
    double mean(long row, int count) {
        int values = (int) Math.min(count, row + 1);
        int newest = (int) (rows - 1 - row);
        float[] data = window.data();
        int end = window.end() - newest;
        double first = 0; // four sums, so that additions need not wait for each other
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = end - values;
        for (; i + 3 < end; i += 4) {
            first += data[i];
            second += data[i + 1];
            third += data[i + 2];
            fourth += data[i + 3];
        }
        for (; i < end; i++) {
            first += data[i];
        }
        return anchor + (first + second + (third + fourth)) / values;
    }

    /** Time of an earlier row in milliseconds. */
    double timeMs(long row) {
        if (row == rows - 1) {
            return lastMs;
        }
        long low = row / EVERY * EVERY;
        long high = Math.min(low + EVERY, rows - 1);
        double from = times[slot(low)];
        double to = high == rows - 1 ? lastMs : times[slot(high)];
        return from + (to - from) * (row - low) / (high - low);
    }

    private int slot(long row) {
        return (int) (row / EVERY % times.length);
    }

    /** Takes in a row. A missing value changes nothing but the time. */
    void push(long timestampMs, double value) {
        if (!Double.isNaN(value)) {
            double rate = Math.max(1.0 / (rows + 1), 1 / SLOWEST);
            double from = value - mean;
            if (rows > SETTLED) {
                from = Math.max(-FAR * deviation, Math.min(FAR * deviation, from));
            }
            mean += rate * from;
            variance = (1 - rate) * (variance + rate * from * from);
            derive();
        }
        if (rows % EVERY == 0) {
            times[slot(rows)] = timestampMs;
        }
        lastMs = timestampMs;
        rows++;
    }

    private void derive() {
        deviation = Math.max(Math.sqrt(variance), LEAST_SHARE * Math.abs(mean) + LEAST_DEVIATION);
    }

    int size() {
        return (times.length + 2) * Long.BYTES + 2 * Double.BYTES;
    }

    void write(ByteBuffer out) {
        out.putLong(rows).putLong(lastMs).putDouble(mean).putDouble(variance);
        for (long time : times) {
            out.putLong(time);
        }
    }

    void read(ByteBuffer in) {
        rows = in.getLong();
        lastMs = in.getLong();
        mean = in.getDouble();
        variance = in.getDouble();
        for (int i = 0; i < times.length; i++) {
            times[i] = in.getLong();
        }
        derive();
    }
}
