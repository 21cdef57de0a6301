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
            return StrictMath.exp(anchor);
        }

        @Override
        public double invert(double origin, float relative) {
            return origin * Activations.exp(relative);
        }
    };

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
