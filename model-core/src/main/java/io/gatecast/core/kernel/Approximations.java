package io.gatecast.core.kernel;

/**
 * Float64 approximations of logarithm and sine for hot paths, a few times faster than {@link StrictMath}.
 *
 * <p>As in {@link Activations}, only operations with one defined result are used, so the bits are the same everywhere.
 */
public final class Approximations {
    private static final double LN_2 = 0.69314718055994530942;
    private static final long MANTISSA = (1L << 52) - 1;
    private static final long EXPONENT_OF_ONE = 1023L << 52;
    private static final long MANTISSA_OF_ROOT_2 = Double.doubleToRawLongBits(2 * 0.70710678118654752440) & MANTISSA;

    private Approximations() {}

    /**
     * Natural logarithm, with an absolute error below 1e-9 and, close to 1, a relative one below 1e-9.
     *
     * @param x a positive normal number
     * @return ln(x)
     */
    public static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long fraction = bits & MANTISSA;
        int halved =
                (int) (MANTISSA_OF_ROOT_2 - fraction >>> 63); // 1 if the mantissa is above √2; a branch would guess
        int exponent = (int) (bits >>> 52) - 1023 + halved;
        double mantissa = Double.longBitsToDouble(fraction | EXPONENT_OF_ONE - ((long) halved << 52));
        double s = (mantissa - 1) / (mantissa + 1);
        double s2 = s * s;
        double p = Math.fma(s2, 1.0 / 11, 1.0 / 9);
        p = Math.fma(s2, p, 1.0 / 7);
        p = Math.fma(s2, p, 1.0 / 5);
        p = Math.fma(s2, p, 1.0 / 3);
        p = Math.fma(s2, p, 1);
        return Math.fma(exponent, LN_2, 2 * s * p);
    }

    /**
     * Inverse hyperbolic sine, as exact as {@link #log}.
     *
     * @param x any number of magnitude below 1e150
     * @return asinh(x)
     */
    public static double asinh(double x) {
        double magnitude = Math.abs(x);
        return Math.copySign(log(magnitude + Math.sqrt(Math.fma(x, x, 1))), x);
    }

    /**
     * Sine of a share of a full turn, with an error below 1e-8.
     *
     * @param turns angle in turns, from −1e6 to 1e6
     * @return sin(2π·turns)
     */
    public static double sine(double turns) {
        double quarters = 4 * turns;
        double nearest = Math.rint(quarters);
        double a = (quarters - nearest) * (Math.PI / 2);
        int quadrant = (int) ((long) nearest & 3);
        double value = (quadrant & 1) == 0 ? sineSeries(a) : cosineSeries(a);
        return quadrant < 2 ? value : -value;
    }

    /**
     * Cosine of a share of a full turn, with an error below 1e-8.
     *
     * @param turns angle in turns, from −1e6 to 1e6
     * @return cos(2π·turns)
     */
    public static double cosine(double turns) {
        return sine(turns + 0.25);
    }

    private static double sineSeries(double a) {
        double a2 = a * a;
        double p = Math.fma(a2, 1.0 / 362880, -1.0 / 5040);
        p = Math.fma(a2, p, 1.0 / 120);
        p = Math.fma(a2, p, -1.0 / 6);
        return Math.fma(a2 * a, p, a);
    }

    private static double cosineSeries(double a) {
        double a2 = a * a;
        double p = Math.fma(a2, -1.0 / 3628800, 1.0 / 40320);
        p = Math.fma(a2, p, -1.0 / 720);
        p = Math.fma(a2, p, 1.0 / 24);
        p = Math.fma(a2, p, -0.5);
        return Math.fma(a2, p, 1);
    }
}
