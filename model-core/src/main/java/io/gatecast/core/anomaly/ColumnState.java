package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.HalfWidth;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a detector remembers of one column. One owner, one thread. */
final class ColumnState {
    final History history;
    final Tails tails;
    final Readout[] readouts;
    final Reservoir.State[] reservoirs;
    final ErrorRing[] shifts;
    final LeadRing[] leads;
    final Repeats repeats = new Repeats();
    final Drift drift = new Drift();
    int missing;
    double lowest = Double.NaN;
    double highest = Double.NaN;

    ColumnState(
            History history,
            Tails tails,
            Readout[] readouts,
            Reservoir.State[] reservoirs,
            ErrorRing[] shifts,
            LeadRing[] leads) {
        this.history = history;
        this.tails = tails;
        this.readouts = readouts;
        this.reservoirs = reservoirs;
        this.shifts = shifts;
        this.leads = leads;
    }

    /** The latest errors of one forecast, for their means. */
    static final class ErrorRing {
        static final int SHORT = 20;
        static final int LONG = 80;

        private final short[] errors = new short[LONG];

        void put(long row, float error) {
            errors[(int) (row % LONG)] = HalfWidth.round(error);
        }

        /** Mean of the latest errors, the one of this row included. */
        double mean(long row, int count) {
            double sum = 0;
            int at = (int) (row % LONG);
            for (int i = 0; i < count; i++) {
                sum += HalfWidth.expand(errors[at]);
                at = at == 0 ? LONG - 1 : at - 1;
            }
            return sum / Math.min(row + 1, count);
        }
    }

    /** Forecasts the model made, waiting for their row: medians less the anchor and widths of the outermost band. */
    static final class LeadRing {
        private final float[] median;
        private final short[] width;

        LeadRing(int lead) {
            median = new float[lead];
            width = new short[lead];
        }

        int lead() {
            return median.length;
        }

        void put(long row, float expected, float spread) {
            int at = (int) (row % median.length);
            median[at] = expected;
            width[at] = HalfWidth.round(spread);
        }

        /** The forecast for a row, made {@link #lead()} rows before. */
        float median(long row) {
            return median[(int) (row % median.length)];
        }

        float width(long row) {
            return HalfWidth.expand(width[(int) (row % width.length)]);
        }

        void subtract(float shift) {
            for (int i = 0; i < median.length; i++) {
                median[i] -= shift;
            }
        }
    }

    int size() {
        int size = history.size()
                + tails.size()
                + 2 * Double.BYTES
                + Repeats.size()
                + drift.size()
                + Integer.BYTES
                + shifts.length * ErrorRing.LONG * Short.BYTES;
        for (LeadRing lead : leads) {
            size += lead.lead() * (Float.BYTES + Short.BYTES);
        }
        size += Arrays.stream(readouts).mapToInt(Readout::size).sum();
        return size + Arrays.stream(reservoirs).mapToInt(Reservoir.State::size).sum();
    }

    void write(ByteBuffer out) {
        history.write(out);
        tails.write(out);
        repeats.write(out);
        drift.write(out);
        out.putInt(missing);
        out.putDouble(lowest).putDouble(highest);
        for (ErrorRing shift : shifts) {
            for (short error : shift.errors) {
                out.putShort(error);
            }
        }
        for (LeadRing lead : leads) {
            for (int i = 0; i < lead.lead(); i++) {
                out.putFloat(lead.median[i]).putShort(lead.width[i]);
            }
        }
        for (Readout readout : readouts) {
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
        for (ErrorRing shift : shifts) {
            for (int i = 0; i < shift.errors.length; i++) {
                shift.errors[i] = in.getShort();
            }
        }
        for (LeadRing lead : leads) {
            for (int i = 0; i < lead.lead(); i++) {
                lead.median[i] = in.getFloat();
                lead.width[i] = in.getShort();
            }
        }
        for (Readout readout : readouts) {
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
