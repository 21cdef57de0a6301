package io.gatecast.core.ledger;

import io.gatecast.core.kernel.CacheLines;
import io.gatecast.core.kernel.Fingerprint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What {@link Ledger} keeps of one target of one key. One owner, one thread. */
public final class LedgerState {
    long since; // step before the first one whose forecast waits here
    final float[] medians; // [slot][model, issued]
    final float[] bounds; // [slot][interval][lower, upper]
    final float[] sums; // [group][what]

    LedgerState(int medians, int bounds, int sums) {
        this.medians = new float[medians];
        this.bounds = new float[bounds];
        this.sums = new float[sums];
    }

    /**
     * Reads everything ahead of its use.
     *
     * @return what must be kept by somebody, without meaning
     * @see CacheLines
     */
    public int fetch() {
        return CacheLines.fetch(sums) | CacheLines.fetch(medians) | CacheLines.fetch(bounds);
    }

    /**
     * Subtracts from every forecast that waits, because the anchor of the series has moved.
     *
     * @param shift what is subtracted
     */
    public void subtract(float shift) {
        for (int i = 0; i < medians.length; i++) {
            medians[i] -= shift;
        }
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] -= shift;
        }
    }

    /**
     * Takes over what is known of forecasts already judged, because the series begins again after a gap. Forecasts that waited
     * are forgotten.
     *
     * @param before state before the gap
     */
    public void remember(LedgerState before) {
        System.arraycopy(before.sums, 0, sums, 0, sums.length);
    }

    /**
     * Number of bytes that {@link #write} puts.
     *
     * @return bytes
     */
    public int size() {
        return Long.BYTES + (medians.length + bounds.length + sums.length) * Float.BYTES;
    }

    /**
     * Writes everything.
     *
     * @param out receives {@link #size()} bytes in its byte order
     */
    public void write(ByteBuffer out) {
        out.putLong(since);
        for (float[] values : new float[][] {medians, bounds, sums}) {
            for (float value : values) {
                out.putFloat(value);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in {@link #size()} bytes
     */
    public void read(ByteBuffer in) {
        since = in.getLong();
        for (float[] values : new float[][] {medians, bounds, sums}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = in.getFloat();
            }
        }
    }

    /**
     * Begins anew at a step, because no ledger was kept before.
     *
     * @param steps number of steps the series has taken
     */
    public void begin(long steps) {
        since = steps;
        Arrays.fill(medians, 0f);
        Arrays.fill(bounds, 0f);
        Arrays.fill(sums, 0f);
    }

    /**
     * Adds what the latest step may have changed, but for forecasts that wait.
     *
     * @param hash takes it in
     */
    public void addTo(Fingerprint hash) {
        hash.add(since).add(sums);
    }
}
