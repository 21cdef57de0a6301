package io.gatecast.core;

/** The standard normal distribution. */
public final class NormalDistribution {
    /** Standard deviation of a normal variable whose mean absolute value is 1. */
    static final double DEVIATION_PER_ABSOLUTE_ERROR = 1.2533141373155003; // √(π/2)

    private NormalDistribution() {}

    /**
     * A quantile, to about seven digits.
     *
     * @param p probability in (0, 1)
     * @return value that is not exceeded with that probability
     * @see <a href="https://doi.org/10.2307/2347330">Wichura 1988, algorithm AS 241, PPND7</a>
     */
    public static double quantile(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0);
        }
        double r = StrictMath.sqrt(-StrictMath.log(Math.min(p, 1 - p)));
        double magnitude;
        if (r <= 5) {
            r -= 1.6;
            magnitude = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
                    / ((0.12021132975 * r + 0.73700164250) * r + 1.0);
        } else {
            r -= 5;
            magnitude = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
                    / ((0.012258202635 * r + 0.24197894225) * r + 1.0);
        }
        return q < 0 ? -magnitude : magnitude;
    }

    /**
     * The distribution function, to about fifteen digits (Hart 1968, as in West 2005, Better approximations to cumulative normal
     * functions).
     *
     * @param z value in standard deviations
     * @return probability of at most this value
     */
    public static double cumulative(double z) {
        double x = Math.abs(z);
        double above = 0;
        if (x <= 37) {
            double exponential = StrictMath.exp(-x * x / 2);
            if (x < 7.07106781186547) {
                double numerator = ((((((3.52624965998911e-2 * x + 0.700383064443688) * x + 6.37396220353165) * x
                                                                        + 33.912866078383)
                                                                * x
                                                        + 112.079291497871)
                                                * x
                                        + 221.213596169931)
                                * x)
                        + 220.206867912376;
                double denominator = (((((((8.83883476483184e-2 * x + 1.75566716318264) * x + 16.064177579207) * x
                                                                                        + 86.7807322029461)
                                                                                * x
                                                                        + 296.564248779674)
                                                                * x
                                                        + 637.333633378831)
                                                * x
                                        + 793.826512519948)
                                * x)
                        + 440.413735824752;
                above = exponential * numerator / denominator;
            } else {
                double fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
                above = exponential / fraction / 2.506628274631;
            }
        }
        return z > 0 ? 1 - above : above;
    }
}
