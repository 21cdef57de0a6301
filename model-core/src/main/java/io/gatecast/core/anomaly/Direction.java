package io.gatecast.core.anomaly;

/** On which side of what was expected an anomaly must lie. */
public enum Direction {
    /** Either. */
    BOTH,
    /** Above what was expected. */
    UP,
    /** Below what was expected. */
    DOWN;

    boolean admits(double deviation) {
        return this == BOTH || (this == UP ? deviation > 0 : deviation < 0);
    }
}
