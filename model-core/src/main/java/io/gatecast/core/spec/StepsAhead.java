package io.gatecast.core.spec;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The steps ahead that quantiles are computed for: all up to the horizon, or, where nobody reads the forecast, those alone that
 * are held against outcomes later. Quantiles lie level after level, those of a level in the order of these steps.
 */
public final class StepsAhead {
    private final int[] steps;

    private StepsAhead(int[] steps) {
        this.steps = steps;
    }

    /**
     * Every step up to a horizon.
     *
     * @param horizon the last step, at least 1
     * @return 1, 2, …, horizon
     */
    public static StepsAhead all(int horizon) {
        return new StepsAhead(IntStream.rangeClosed(1, horizon).toArray());
    }

    /**
     * Some steps, each once and in ascending order.
     *
     * @param steps steps ahead in any order, each at least 1
     * @return the steps
     */
    public static StepsAhead of(IntStream steps) {
        return new StepsAhead(steps.sorted().distinct().toArray());
    }

    /**
     * Number of steps.
     *
     * @return how many there are
     */
    public int count() {
        return steps.length;
    }

    /**
     * One of the steps.
     *
     * @param position position from 0
     * @return step ahead, from 1
     */
    public int at(int position) {
        return steps[position];
    }

    /**
     * Where a step is.
     *
     * @param step step ahead
     * @return its position; for a step that is not there, that of the next one
     */
    public int position(int step) {
        int at = Arrays.binarySearch(steps, step);
        return at < 0 ? -1 - at : at;
    }
}
