package io.gatecast.core.breach;

/**
 * The range in which the values of a series must stay, in the unit of the value.
 *
 * @param lower least value allowed; negative infinity for any
 * @param upper greatest value allowed; positive infinity for any
 */
public record Limits(double lower, double upper) {
    /** Any value is allowed. */
    public static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if no value is allowed
     */
    public Limits {
        if (!(lower < upper)) {
            throw new IllegalArgumentException(
                    "the lower limit must be below the upper one, was " + lower + " and " + upper);
        }
    }

    /**
     * Whether any value is allowed.
     *
     * @return true if there is no limit
     */
    public boolean isNone() {
        return lower == Double.NEGATIVE_INFINITY && upper == Double.POSITIVE_INFINITY;
    }

    /**
     * The limit of a side.
     *
     * @param side side
     * @return limit; infinite if there is none
     */
    public double of(LimitSide side) {
        return side == LimitSide.UPPER ? upper : lower;
    }
}
