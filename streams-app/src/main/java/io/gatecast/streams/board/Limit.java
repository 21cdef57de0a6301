package io.gatecast.streams.board;

import io.gatecast.schema.Breach;

/**
 * A limit of a series, and how probable it is that it will be crossed.
 *
 * @param target name of the value column
 * @param side LOWER or UPPER
 * @param limit the limit
 * @param probability probability of a value beyond it within the horizon; 1 if the latest value is
 * @param expectedSteps steps ahead at which the first is expected if there is one within the horizon; 0 = the latest value is, NaN =
 *     none
 * @param expectedMs event time of it, milliseconds since 1970; 0 = none, or the length of a step is unknown
 * @param muted whether the latest step lies in a maintenance window
 */
public record Limit(
        String target,
        String side,
        double limit,
        double probability,
        double expectedSteps,
        long expectedMs,
        boolean muted) {
    static Limit of(Breach breach) {
        return new Limit(
                breach.getTarget(),
                breach.getSide().name(),
                breach.getLimit(),
                breach.getProbability(),
                breach.getExpectedSteps(),
                breach.getExpectedMs(),
                breach.getMuted());
    }

    /** Whether the latest value is beyond it. */
    boolean isCrossed() {
        return expectedSteps == 0;
    }
}
