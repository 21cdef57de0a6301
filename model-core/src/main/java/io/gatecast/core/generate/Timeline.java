package io.gatecast.core.generate;

import java.util.OptionalInt;

/**
 * The moments of a series.
 *
 * @param startMs event time of the first row, milliseconds since 1970-01-01T00:00:00Z
 * @param stepMs time between rows in milliseconds
 * @param rows number of rows
 */
record Timeline(long startMs, long stepMs, int rows) {
    private static final long DAY_MS = 86_400_000L;
    private static final int FEWEST_STEPS_PER_DAY = 4;
    private static final int MOST_STEPS_PER_DAY = 1_440;

    /** 1970 began with a Thursday, three days after a Monday. */
    private static final int THURSDAY = 3;

    Timeline {
        if (startMs < 0) {
            throw new IllegalArgumentException("start must not be before 1970, was " + startMs + " ms");
        }
        if (stepMs < 1) {
            throw new IllegalArgumentException("step must be at least 1 ms, was " + stepMs + " ms");
        }
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1, was " + rows);
        }
    }

    /** Returns the number of steps in a day if that is a whole number that shows a daily season. */
    OptionalInt stepsPerDay() {
        long steps = DAY_MS / stepMs;
        boolean visible = DAY_MS % stepMs == 0 && steps >= FEWEST_STEPS_PER_DAY && steps <= MOST_STEPS_PER_DAY;
        return visible ? OptionalInt.of((int) steps) : OptionalInt.empty();
    }

    /** Returns how many steps after midnight the first row is. */
    int firstStepOfDay() {
        return (int) (startMs % DAY_MS / stepMs);
    }

    /** Returns the day of the week of the first row, 0 = Monday. */
    int firstDayOfWeek() {
        return (int) ((startMs / DAY_MS + THURSDAY) % 7);
    }
}
