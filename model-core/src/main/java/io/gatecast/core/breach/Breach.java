package io.gatecast.core.breach;

/**
 * How probable it is that a limit will be crossed within the horizon, and when.
 *
 * @param side which limit
 * @param limit the limit, in the unit of the value
 * @param probability of at least one value beyond it within the horizon, from 0 to 1; 1 if the latest value is beyond it already
 * @param expectedStep steps ahead at which the first value beyond it is expected, given that there is one within the horizon; 0 if
 *     the latest value is, NaN if none is to be expected
 */
public record Breach(LimitSide side, double limit, double probability, double expectedStep) {
    public Breach {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be in [0, 1], was " + probability);
        }
        if (expectedStep < 0) {
            throw new IllegalArgumentException("expected step must not be negative, was " + expectedStep);
        }
    }

    /**
     * Whether the latest value is beyond the limit.
     *
     * @return true if so
     */
    public boolean isNow() {
        return expectedStep == 0;
    }
}
