package io.gatecast.core.breach;

/** On which side a limit is. */
public enum LimitSide {
    /** Values must not be below it. */
    LOWER,
    /** Values must not be above it. */
    UPPER;

    boolean isCrossed(double value, double limit) {
        return this == UPPER ? value > limit : value < limit;
    }
}
