package io.gatecast.core.kernel;

/**
 * Numbers kept in 16 bits: the upper half of a float32, rounded to the nearest. They have the range of a float32 and about
 * two and a half decimal digits.
 */
public final class HalfWidth {
    private HalfWidth() {}

    /**
     * Rounds a number to 16 bits.
     *
     * @param value a finite number
     * @return its upper half
     */
    public static short round(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /**
     * The number that 16 bits stand for.
     *
     * @param half what {@link #round} gave
     * @return the number
     */
    public static float expand(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
