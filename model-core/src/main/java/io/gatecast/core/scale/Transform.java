package io.gatecast.core.scale;

import io.gatecast.core.kernel.Activations;

/** What is done to a value before it is scaled. */
public enum Transform {
    /** The value itself. */
    IDENTITY {
        @Override
        public double apply(double value, double floor) {
            return value;
        }

        @Override
        public double origin(double anchor) {
            return anchor;
        }

        @Override
        public double invert(double origin, float relative) {
            return origin + relative;
        }
    },
    /** The natural logarithm, for strictly positive series. */
    LOG {
        @Override
        public double apply(double value, double floor) {
            return StrictMath.log(Math.max(value, floor));
        }

        @Override
        public double origin(double anchor) {
            return withoutRoundingErrors(StrictMath.exp(anchor), (int) Math.floor(anchor / LN_10));
        }

        @Override
        public double invert(double origin, float relative) {
            return origin * Activations.exp(relative);
        }
    };

    private static final double LN_10 = StrictMath.log(10);
    private static final int SIGNIFICANT_DIGITS = 13;

    /** Those that a double holds exactly. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Logarithm and exponential of 45 give 44.99999999999999: a constant series would be forecast beside itself. */
    private static double withoutRoundingErrors(double value, int magnitude) {
        int decimals = SIGNIFICANT_DIGITS - 1 - magnitude;
        if (decimals < 0 || decimals >= POWERS_OF_TEN.length) {
            return value;
        }
        return Math.rint(value * POWERS_OF_TEN[decimals]) / POWERS_OF_TEN[decimals];
    }

    /**
     * Transforms a value.
     *
     * @param value value in the source's units
     * @param floor smallest value the logarithm is taken of
     * @return the transformed value
     */
    public abstract double apply(double value, double floor);

    /**
     * The value in the source's units that an anchor stands for.
     *
     * @param anchor what is subtracted from transformed values
     * @return origin of {@link #invert}
     */
    public abstract double origin(double anchor);

    /**
     * Takes a transformed value back.
     *
     * @param origin value of {@link #origin}
     * @param relative transformed value less the anchor
     * @return value in the source's units
     */
    public abstract double invert(double origin, float relative);
}
