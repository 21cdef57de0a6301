package io.gatecast.core.anomaly;

import java.nio.ByteBuffer;

/** What a {@link Detector} remembers of one series. One owner, one thread. */
public final class DetectorState {
    private static final byte VERSION = 2;

    final ColumnState[] columns;
    final SeriesAlarms.State alarms = new SeriesAlarms.State();
    private final DetectorProfile profile;

    DetectorState(DetectorProfile profile, ColumnState[] columns) {
        this.profile = profile;
        this.columns = columns;
    }

    /**
     * Number of bytes that {@link #write} puts.
     *
     * @return bytes
     */
    public int size() {
        int size = 2 + SeriesAlarms.State.SIZE;
        for (ColumnState column : columns) {
            size += column.size();
        }
        return size;
    }

    /**
     * Writes everything.
     *
     * @param out receives {@link #size()} bytes, little-endian
     */
    public void write(ByteBuffer out) {
        out.put(VERSION).put((byte) profile.ordinal());
        alarms.write(out);
        for (ColumnState column : columns) {
            column.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote. Where that was another profile or version, or is damaged, the state must not be used: the
     * detector starts anew.
     *
     * @param in the bytes, little-endian
     * @param steps number of steps the series has taken
     * @return whether they were those of a state like this
     */
    public boolean read(ByteBuffer in, long steps) {
        if (in.remaining() != size() || in.get() != VERSION || in.get() != profile.ordinal()) {
            return false;
        }
        alarms.read(in);
        boolean sound = true;
        for (ColumnState column : columns) {
            sound &= column.read(in, steps);
        }
        return sound;
    }

    /**
     * Reads ahead of its use what the next row needs, whatever the profile.
     *
     * @return what must be kept by somebody, without meaning
     * @see io.gatecast.core.kernel.CacheLines
     */
    public int fetch() {
        int bits = 0;
        for (ColumnState column : columns) {
            bits |= column.fetch();
        }
        return bits;
    }

    /**
     * Subtracts from every forecast that waits, because the anchor of a column has moved.
     *
     * @param column index among the targets
     * @param shift what is subtracted
     */
    public void subtract(int column, float shift) {
        for (ColumnState.LeadRing lead : columns[column].leads) {
            lead.subtract(shift);
        }
    }
}
