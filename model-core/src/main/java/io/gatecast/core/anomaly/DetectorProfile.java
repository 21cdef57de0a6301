package io.gatecast.core.anomaly;

import java.util.List;

/**
 * How much a detector keeps of every column. What the profiles have in common is described at {@link ColumnDetector}.
 */
public enum DetectorProfile {
    /** About 4 KB per column: 18 features, forecasts of 12 and 48 steps ahead by least squares, the model's at 48. */
    LIGHT(List.of(12, 48), List.of(48), List.of(0, 1, 3), List.of(20, 100), List.of(0, 1), 0, 0.85),

    /**
     * About 48 KB per column: two regressions over a fixed random recurrent network, on logarithmic and on plain values,
     * forecasts of 12 to 100 steps ahead, the model's at 24 and 48.
     */
    THOROUGH(
            List.of(12, 24, 48, 100),
            List.of(24, 48),
            List.of(0, 1, 2, 3, 4, 5),
            List.of(),
            List.of(1, 3, 5),
            28,
            0.85);

    private final List<Integer> horizons;
    private final List<Integer> leads;
    private final List<Integer> lags;
    private final List<Integer> means;
    private final List<Integer> shifts;
    private final int hidden;
    private final double threshold;

    DetectorProfile(
            List<Integer> horizons,
            List<Integer> leads,
            List<Integer> lags,
            List<Integer> means,
            List<Integer> shifts,
            int hidden,
            double threshold) {
        this.horizons = horizons;
        this.leads = leads;
        this.lags = lags;
        this.means = means;
        this.shifts = shifts;
        this.hidden = hidden;
        this.threshold = threshold;
    }

    /** Steps ahead of the detector's own forecasts, ascending. */
    List<Integer> horizons() {
        return horizons;
    }

    /** Steps ahead at which the model's forecasts are remembered, where its horizon reaches so far. */
    List<Integer> leads() {
        return leads;
    }

    /** Past values among the features, 0 for the newest. */
    List<Integer> lags() {
        return lags;
    }

    /** Numbers of latest values whose means are among the features. */
    List<Integer> means() {
        return means;
    }

    /** Which errors are averaged to see shifts: positions among the horizons, behind them those among the leads. */
    List<Integer> shifts() {
        return shifts;
    }

    /** Size of the random recurrent network; 0 for none. */
    int hidden() {
        return hidden;
    }

    /** Evidence from which on an alarm is raised, where the policy adds nothing. */
    double threshold() {
        return threshold;
    }

    /**
     * Number of past values the detector looks back on.
     *
     * @return values that have to be kept
     */
    public int history() {
        int longest = horizons.get(horizons.size() - 1);
        int reach = Math.max(
                lags.get(lags.size() - 1) + 1,
                means.stream().mapToInt(Integer::intValue).max().orElse(0));
        return longest + reach;
    }
}
