package io.gatecast.core.feature;

import io.gatecast.core.kernel.Fingerprint;
import java.nio.ByteBuffer;

/**
 * What {@link Experts} remember of one series: the length of a step, the seasons, how wrong every expert was, and what the
 * model added to them. One owner,
 * one thread.
 */
public final class ExpertState {
    long steps;
    long clockMs;
    final CommonInterval interval = new CommonInterval();
    final int[] found = new int[2];
    final int[] seasons = new int[Experts.SEASONS];
    final float[] error; // [group][expert], discounted sums of absolute errors
    final float[] naive; // [group][1 + season], those of the newest value over the same origins
    final float[] weight; // [group], discounted number of origins
    final float[] waiting; // [slot][experts, model], medians that wait for their outcome
    final float[] corrected; // [group][share], discounted sums of absolute errors

    ExpertState(int groups, int slots) {
        error = new float[groups * Experts.COUNT];
        naive = new float[groups * (1 + Experts.SEASONS)];
        weight = new float[groups];
        waiting = new float[2 * slots];
        corrected = new float[groups * Guard.SHARES];
    }

    /**
     * Number of values taken in.
     *
     * @return steps
     */
    public long steps() {
        return steps;
    }

    /**
     * A copy of its own.
     *
     * @return the copy
     */
    public ExpertState copy() {
        ExpertState copy = new ExpertState(weight.length, waiting.length / 2);
        copy.set(this);
        return copy;
    }

    /**
     * Takes over everything.
     *
     * @param other state of the same experts
     */
    public void set(ExpertState other) {
        steps = other.steps;
        clockMs = other.clockMs;
        interval.restore(other.interval.ms(), other.interval.votes());
        System.arraycopy(other.found, 0, found, 0, found.length);
        System.arraycopy(other.seasons, 0, seasons, 0, seasons.length);
        System.arraycopy(other.error, 0, error, 0, error.length);
        System.arraycopy(other.naive, 0, naive, 0, naive.length);
        System.arraycopy(other.weight, 0, weight, 0, weight.length);
        System.arraycopy(other.waiting, 0, waiting, 0, waiting.length);
        System.arraycopy(other.corrected, 0, corrected, 0, corrected.length);
    }

    /**
     * The seasons the experts go by: one found in the values, a day, a week.
     *
     * @return lengths in steps, 0 where there is none; live
     */
    public int[] seasons() {
        return seasons;
    }

    /**
     * Subtracts from every value that waits, because the anchor of the series has moved.
     *
     * @param shift what is subtracted
     */
    public void subtract(float shift) {
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] -= shift;
        }
    }

    /**
     * Number of bytes that {@link #write} puts.
     *
     * @return bytes
     */
    public int size() {
        return 3 * Long.BYTES
                + (1 + found.length + seasons.length) * Integer.BYTES
                + (error.length + naive.length + weight.length + waiting.length + corrected.length) * Float.BYTES;
    }

    /**
     * Writes everything.
     *
     * @param out receives {@link #size()} bytes in its byte order
     */
    public void write(ByteBuffer out) {
        out.putLong(steps).putLong(clockMs).putLong(interval.ms()).putInt(interval.votes());
        for (int[] values : new int[][] {found, seasons}) {
            for (int value : values) {
                out.putInt(value);
            }
        }
        for (float[] values : new float[][] {error, naive, weight, waiting, corrected}) {
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
        steps = in.getLong();
        clockMs = in.getLong();
        interval.restore(in.getLong(), in.getInt());
        for (int[] values : new int[][] {found, seasons}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = in.getInt();
            }
        }
        for (float[] values : new float[][] {error, naive, weight, waiting, corrected}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = in.getFloat();
            }
        }
    }

    /**
     * Adds what the latest step may have changed, but for forecasts that wait.
     *
     * @param hash takes it in
     */
    public void addTo(Fingerprint hash) {
        for (int season : seasons) {
            hash.add(season);
        }
        hash.add(error).add(naive).add(weight).add(corrected);
    }
}
