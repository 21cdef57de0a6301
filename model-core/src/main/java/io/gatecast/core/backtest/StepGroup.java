package io.gatecast.core.backtest;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of steps ahead that is reported together.
 *
 * @param from first step ahead, at least 1
 * @param to last step ahead, not before the first
 */
public record StepGroup(int from, int to) {
    public StepGroup {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException(
                    "a group of steps ahead must begin at 1 or later and not end before, was " + from + "-" + to);
        }
    }

    /**
     * The next step, and the rest of the horizon in three parts.
     *
     * @param horizon number of steps ahead
     * @return groups that cover all steps once
     */
    public static List<StepGroup> parts(int horizon) {
        List<StepGroup> groups = new ArrayList<>();
        int from = 1;
        for (int to : new int[] {1, (horizon + 3) / 4, (horizon + 1) / 2, horizon}) {
            if (to >= from) {
                groups.add(new StepGroup(from, to));
                from = to + 1;
            }
        }
        return groups;
    }

    /**
     * Reads a group.
     *
     * @param text a step such as {@code 1}, or a range such as {@code 2-12}
     * @return the group
     * @throws IllegalArgumentException if the text is neither
     */
    public static StepGroup parse(String text) {
        String[] ends = text.trim().split("-", -1);
        try {
            if (ends.length <= 2) {
                return new StepGroup(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
            }
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, Exception cause) {
        return new IllegalArgumentException(
                "a group of steps ahead must be a step such as 1 or a range such as 2-12, was '" + text + "'", cause);
    }

    boolean contains(int step) {
        return step >= from && step <= to;
    }

    /** The steps, such as {@code 1} or {@code 2-12}. */
    @Override
    public String toString() {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }
}
