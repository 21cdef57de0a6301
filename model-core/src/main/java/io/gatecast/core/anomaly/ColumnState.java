package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.CacheLines;
import io.gatecast.core.kernel.HalfWidth;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a detector remembers of one column. One owner, one thread. */
final class ColumnState {
    final History history;
    final Tails tails;
    final ReadoutState[] readouts;
    final Reservoir.State[] reservoirs;
    final ErrorRings shifts;
    final LeadRing[] leads;
    final Repeats repeats = new Repeats();
    final Drift drift = new Drift();
    int missing;
    double lowest = Double.NaN;
    double highest = Double.NaN;

    ColumnState(
            History history,
            Tails tails,
            ReadoutState[] readouts,
            Reservoir.State[] reservoirs,
            ErrorRings shifts,
            LeadRing[] leads) {
        this.history = history;
        this.tails = tails;
        this.readouts = readouts;
        this.reservoirs = reservoirs;
        this.shifts = shifts;
        this.leads = leads;
    }

    /** The latest errors of some forecasts, for their means. */
    static final class ErrorRings {
        static final int SHORT = 20;
        static final int LONG = 80;

        private final short[] errors; // [ring][row mod LONG]

        ErrorRings(int rings) {
            errors = new short[rings * LONG];
        }

        void put(int ring, long row, float error) {
            errors[ring * LONG + (int) (row % LONG)] = HalfWidth.round(error);
        }

        /** Means of the latest errors, the one of this row included: over few rows, then over many. */
        void means(int ring, long row, double[] out, int to) {
            int begin = ring * LONG;
            int behind = begin + (int) (row % LONG) + 1;
            int wrapped = Math.max(0, begin + SHORT - behind);
            double latest = sum(behind - SHORT + wrapped, behind) + sum(begin + LONG - wrapped, begin + LONG);
            out[to] = latest / Math.min(row + 1, SHORT);
            out[to + 1] = sum(begin, begin + LONG) / Math.min(row + 1, LONG);
        }

        /** Four sums, so that additions need not wait for each other. */
        private double sum(int from, int until) {
            double first = 0;
            double second = 0;
            double third = 0;
            double fourth = 0;
            int i = from;
            for (; i + 3 < until; i += 4) {
                first += HalfWidth.expand(errors[i]);
                second += HalfWidth.expand(errors[i + 1]);
                third += HalfWidth.expand(errors[i + 2]);
                fourth += HalfWidth.expand(errors[i + 3]);
            }
            for (; i < until; i++) {
                first += HalfWidth.expand(errors[i]);
            }
            return first + second + (third + fourth);
        }
    }

    /** Forecasts the model made, waiting for their row: medians less the anchor and widths of the outermost band, these in 16 bits. */
    static final class LeadRing {
        private final float[] waiting; // [row mod lead][median, width]

        LeadRing(int lead) {
            waiting = new float[2 * lead];
        }

        int lead() {
            return waiting.length / 2;
        }

        private int at(long row) {
            return 2 * (int) (row % lead());
        }

        void put(long row, float expected, float spread) {
            int at = at(row);
            waiting[at] = expected;
            waiting[at + 1] = HalfWidth.expand(HalfWidth.round(spread));
        }

        /** The forecast for a row, made {@link #lead()} rows before. */
        float median(long row) {
            return waiting[at(row)];
        }

        float width(long row) {
            return waiting[at(row) + 1];
        }

        void subtract(float shift) {
            for (int i = 0; i < waiting.length; i += 2) {
                waiting[i] -= shift;
            }
        }
    }

    /** Reads ahead what every row needs, which is not all that a large profile keeps. */
    int fetch() {
        int bits = tails.fetch() | CacheLines.fetch(shifts.errors);
        for (ReadoutState readout : readouts) {
            bits |= CacheLines.fetch(readout.numbers);
        }
        return bits;
    }

    int size() {
        int size = history.size()
                + tails.size()
                + 2 * Double.BYTES
                + Repeats.size()
                + drift.size()
                + Integer.BYTES
                + shifts.errors.length * Short.BYTES;
        for (LeadRing lead : leads) {
            size += lead.lead() * (Float.BYTES + Short.BYTES);
        }
        size += Arrays.stream(readouts).mapToInt(ReadoutState::size).sum();
        return size + Arrays.stream(reservoirs).mapToInt(Reservoir.State::size).sum();
    }

    void write(ByteBuffer out) {
        history.write(out);
        tails.write(out);
        repeats.write(out);
        drift.write(out);
        out.putInt(missing);
        out.putDouble(lowest).putDouble(highest);
        for (short error : shifts.errors) {
            out.putShort(error);
        }
        for (LeadRing lead : leads) {
            for (int i = 0; i < lead.waiting.length; i += 2) {
                out.putFloat(lead.waiting[i]).putShort(HalfWidth.round(lead.waiting[i + 1]));
            }
        }
        for (ReadoutState readout : readouts) {
            readout.write(out);
        }
        for (Reservoir.State reservoir : reservoirs) {
            reservoir.write(out);
        }
    }

    /** Whether what was read can be used: its row numbers lead to the forecaster's window and to rings. */
    boolean read(ByteBuffer in, long steps) {
        history.read(in);
        tails.read(in);
        repeats.read(in);
        drift.read(in);
        missing = in.getInt();
        lowest = in.getDouble();
        highest = in.getDouble();
        for (int i = 0; i < shifts.errors.length; i++) {
            shifts.errors[i] = in.getShort();
        }
        for (LeadRing lead : leads) {
            for (int i = 0; i < lead.waiting.length; i += 2) {
                lead.waiting[i] = in.getFloat();
                lead.waiting[i + 1] = HalfWidth.expand(in.getShort());
            }
        }
        for (ReadoutState readout : readouts) {
            readout.read(in);
        }
        for (Reservoir.State reservoir : reservoirs) {
            reservoir.read(in);
        }
        return history.rows() >= 0
                && history.rows() <= steps
                && Arrays.stream(reservoirs).allMatch(Reservoir.State::isSound);
    }
}
