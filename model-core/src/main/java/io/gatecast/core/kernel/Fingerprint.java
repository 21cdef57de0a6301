package io.gatecast.core.kernel;

/**
 * A 64-bit hash of numbers in order, equal on every platform for equal bits. Not cryptographic: it tells states apart that have
 * diverged, not those that somebody has forged.
 */
public final class Fingerprint {
    private static final long ODD = 0x9E3779B97F4A7C15L; // the golden ratio, as in SplitMix64

    private long hash = ODD;

    /**
     * Takes in a whole number.
     *
     * @param value the number
     * @return this
     */
    public Fingerprint add(long value) {
        long mixed = (hash ^ value) * ODD;
        hash = mixed ^ mixed >>> 32;
        return this;
    }

    /**
     * Takes in a number.
     *
     * @param value the number, by its bits
     * @return this
     */
    public Fingerprint add(double value) {
        return add(Double.doubleToRawLongBits(value));
    }

    /**
     * Takes in numbers, two at a time.
     *
     * @param values the numbers, by their bits
     * @return this
     */
    public Fingerprint add(float[] values) {
        int even = values.length & ~1;
        for (int i = 0; i < even; i += 2) {
            add((long) Float.floatToRawIntBits(values[i]) << 32
                    | Float.floatToRawIntBits(values[i + 1]) & 0xFFFF_FFFFL);
        }
        return even < values.length ? add((long) Float.floatToRawIntBits(values[even])) : this;
    }

    /**
     * The hash of everything taken in so far.
     *
     * @return hash
     */
    public long value() {
        long mixed = hash * ODD;
        return mixed ^ mixed >>> 29;
    }
}
