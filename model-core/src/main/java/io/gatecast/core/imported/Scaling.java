package io.gatecast.core.imported;

/**
 * Constants between values and the numbers a network computes with: {@code number = (value − mean) / deviation}.
 *
 * @param mean value that stands for 0, in transformed units
 * @param deviation difference that stands for 1, in transformed units; not zero
 */
public record Scaling(double mean, double deviation) {
    /** Values as they are. */
    public static final Scaling NONE = new Scaling(0, 1);

    public Scaling {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean of a scaling must be finite, was " + mean);
        }
        if (!(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("deviation of a scaling must be positive and finite, was " + deviation);
        }
    }

    /**
     * Brings a value to the network's scale.
     *
     * @param value transformed value
     * @return the network's number
     */
    public float scale(double value) {
        return (float) ((value - mean) / deviation);
    }

    /**
     * Takes one of the network's numbers back.
     *
     * @param number the network's number
     * @return transformed value
     */
    public double unscale(float number) {
        return number * deviation + mean;
    }
}
