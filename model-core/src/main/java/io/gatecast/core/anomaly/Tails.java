package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Approximations;
import io.gatecast.core.kernel.CacheLines;
import java.nio.ByteBuffer;

/**
 * Running tail probabilities of several non-negative statistics of one column: how rarely each was as large as now.
 *
 * <p>Each has a histogram of logarithmic bins anchored at its running maximum. Later values weigh more, in proportion to
 * their number, until {@value #MEMORY} have been seen; then old ones fade at the rate reached. Beyond the record the tail
 * is taken for a Pareto one. No distribution is assumed and no unit: a statistic may be flat, quantised or heavy-tailed.
 */
final class Tails {
    static final int BINS = 27;

    private static final double BINS_PER_E_FOLD = 7 / 2.302585092994046;
    private static final double LOG10_E = 0.4342944819032518;
    private static final double SMALLEST = 1e-12;
    private static final double LEAST_PROBABILITY = 1e-30;
    private static final int FEWEST = 5;
    private static final long MEMORY = 1 << 17;
    private static final double LARGE = 0x1p40;
    private static final float SHRINK = 0x1p-20f;

    /** Beside the counts of a statistic: the bin of its record, the record. */
    private static final int TOP = 0;

    private static final int RECORD = 1;
    private static final int COUNTS = 2;

    private final int bins;
    private final float[] numbers; // [statistic][top, record, counts]: one array, as most series lie in no cache
    private long rows;
    private double weight = 1;
    private double total;

    Tails(int statistics) {
        this(statistics, BINS);
    }

    /** Tails of so many bins, seven per decade below the record; what is smaller is counted together. */
    Tails(int statistics, int bins) {
        this.bins = bins;
        numbers = new float[statistics * (COUNTS + bins)];
    }

    /**
     * Takes in a row. Logarithms are taken of all statistics together, in loops whose turns do not wait for each other.
     *
     * @param values value of each statistic now, at least 0; overwritten by −log10 of its tail probability among the values
     *     before, 0 for the first few rows
     * @param scratch working space, as long
     */
    void rarities(double[] values, double[] scratch) {
        for (int which = 0; which < values.length; which++) {
            scratch[which] = position(values[which]);
        }
        for (int which = 0; which < values.length; which++) {
            values[which] = probability(which, values[which], scratch[which], 1);
        }
        for (int which = 0; which < values.length; which++) {
            values[which] = rarity(values[which]);
        }
    }

    /**
     * Takes in a row of a single statistic, and ends it.
     *
     * @param value value now, at least 0
     * @param share how much the row counts among those to come, in [0, 1]
     * @return −log10 of its tail probability among the values before, 0 for the first few rows
     */
    double rarity(double value, double share) {
        double rarity = rarity(probability(0, value, position(value), share));
        next(share);
        return rarity;
    }

    private double rarity(double probability) {
        return rows < FEWEST ? 0 : -LOG10_E * Approximations.log(probability);
    }

    private static double position(double value) {
        return BINS_PER_E_FOLD * Approximations.log(Math.max(SMALLEST, value));
    }

    /** The tail probability, in (0, 1), uniform as long as the values are drawn from one continuous distribution. */
    double probability(int which, double value) {
        return probability(which, value, position(value), 1);
    }

    private double probability(int which, double value, double position, double share) {
        int at = which * (COUNTS + bins);
        int counts = at + COUNTS;
        boolean counted = share == 1;
        int last = bins - 1;
        int bin = last;
        double within = 0.5;
        boolean isRecord = false;
        if (value > SMALLEST) {
            double floor = Math.floor(position);
            if (counted && numbers[at + RECORD] == 0) {
                numbers[at + TOP] = (int) floor;
            }
            int below = (int) numbers[at + TOP] - (int) floor;
            isRecord = below < 0;
            if (below < last) {
                within = position - floor;
                bin = Math.max(0, below);
            }
            if (isRecord && counted) {
                slide(at, -below);
            }
        }
        double above = isRecord ? 0 : (1 - within) * numbers[counts + bin];
        for (int i = 0; i < bin; i++) {
            above += numbers[counts + i];
        }
        double inc = Math.max(weight - 1, 1);
        double p = (above / inc + 0.5) / (total / inc + 1);
        float record = numbers[at + RECORD];
        if (value > record) {
            if (record > 0) {
                double ratio = record / value;
                p *= ratio * ratio;
            }
            if (counted) {
                numbers[at + RECORD] = (float) value;
            }
        }
        numbers[counts + bin] += (float) (share * weight);
        return Math.max(p, LEAST_PROBABILITY);
    }

    /** A new record: the bins slide down, and the lowest collects what falls off. */
    private void slide(int at, int by) {
        int counts = at + COUNTS;
        int last = bins - 1;
        float rest = 0;
        for (int i = last; i >= Math.max(0, last - by); i--) {
            rest += numbers[counts + i];
        }
        for (int i = last - 1; i >= 0; i--) {
            numbers[counts + i] = i >= by ? numbers[counts + i - by] : 0;
        }
        numbers[counts + last] = rest;
        numbers[at + TOP] += by;
    }

    /** Ends a row, after the values of all statistics. */
    void next() {
        next(1);
    }

    private void next(double share) {
        rows++;
        total += share * weight;
        weight += rows < MEMORY ? 1 : 2 * weight / MEMORY;
        if (weight > LARGE) {
            weight *= SHRINK;
            total *= SHRINK;
            for (int at = 0; at < numbers.length; at += COUNTS + bins) {
                for (int i = 0; i < bins; i++) {
                    numbers[at + COUNTS + i] *= SHRINK;
                }
            }
        }
    }

    int fetch() {
        return CacheLines.fetch(numbers);
    }

    int size() {
        return Long.BYTES + 2 * Double.BYTES + numbers.length * Float.BYTES;
    }

    void write(ByteBuffer out) {
        out.putLong(rows).putDouble(weight).putDouble(total);
        for (int at = 0; at < numbers.length; at += COUNTS + bins) {
            out.putInt((int) numbers[at + TOP]).putFloat(numbers[at + RECORD]);
            for (int i = 0; i < bins; i++) {
                out.putFloat(numbers[at + COUNTS + i]);
            }
        }
    }

    void read(ByteBuffer in) {
        rows = in.getLong();
        weight = in.getDouble();
        total = in.getDouble();
        for (int at = 0; at < numbers.length; at += COUNTS + bins) {
            numbers[at + TOP] = in.getInt();
            numbers[at + RECORD] = in.getFloat();
            for (int i = 0; i < bins; i++) {
                numbers[at + COUNTS + i] = in.getFloat();
            }
        }
    }
}
