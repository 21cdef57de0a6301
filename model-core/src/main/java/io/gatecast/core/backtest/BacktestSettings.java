package io.gatecast.core.backtest;

import java.util.ArrayList;
import java.util.List;

/**
 * What is scored, and how.
 *
 * @param horizon number of steps ahead
 * @param season length of a season in steps, for scaled errors and seasonal rules; 1 = none
 * @param every number of rows from one origin to the next
 * @param wholeWindows whether origins whose last steps ahead lie beyond the scored rows are left out
 * @param groups ranges of steps ahead to report; the whole horizon is reported in any case
 * @param levels quantile levels, ascending in (0, 1)
 */
public record BacktestSettings(
        int horizon, int season, int every, boolean wholeWindows, List<StepGroup> groups, List<Double> levels) {

    private static final double SAME_LEVEL = 1e-9;

    public BacktestSettings {
        atLeastOne("horizon", horizon);
        atLeastOne("season", season);
        atLeastOne("distance of origins", every);
        groups = List.copyOf(groups);
        levels = List.copyOf(levels);
        for (StepGroup group : groups) {
            if (group.to() > horizon) {
                throw new IllegalArgumentException(
                        "groups of steps ahead must lie within the horizon of " + horizon + ", was " + group);
            }
        }
        double below = 0;
        for (double level : levels) {
            if (!(level > below && level < 1)) {
                throw new IllegalArgumentException("quantile levels must ascend in (0, 1), were " + levels);
            }
            below = level;
        }
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, was " + value);
        }
    }

    /**
     * All groups reported.
     *
     * @return the groups asked for, then the whole horizon
     */
    public List<StepGroup> reported() {
        List<StepGroup> all = new ArrayList<>(groups);
        all.add(new StepGroup(1, horizon));
        return all;
    }

    /**
     * The central intervals that the levels give: pairs of levels at the same distance from the median.
     *
     * @return intervals, the widest first
     */
    public List<Interval> intervals() {
        List<Interval> intervals = new ArrayList<>();
        for (int low = 0; low < levels.size() && levels.get(low) < 0.5; low++) {
            for (int high = levels.size() - 1; high > low; high--) {
                if (Math.abs(levels.get(low) + levels.get(high) - 1) < SAME_LEVEL) {
                    intervals.add(new Interval(low, high, Math.rint((1 - 2 * levels.get(low)) * 1e9) / 1e9));
                }
            }
        }
        return intervals;
    }

    /**
     * A central interval.
     *
     * @param low index of its lower level
     * @param high index of its upper level
     * @param nominal share of outcomes that it states to contain
     */
    public record Interval(int low, int high, double nominal) {}
}
