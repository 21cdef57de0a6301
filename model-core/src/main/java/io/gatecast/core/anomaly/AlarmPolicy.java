package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Approximations;
import java.nio.ByteBuffer;

/**
 * From evidence to alarms of one series: an alarm is followed by a rest, proportional to the age of the series; each makes the
 * next ones harder for a while (habituation), and so does age.
 */
final class AlarmPolicy {
    private static final double HABITUATION = 0.20;
    private static final double FADING = 0.3;
    private static final double LEAST_FADING = 1000;
    private static final double AGE = 0.4;
    private static final double AGE_UNIT = 2000;
    private static final int YOUNG = 100;
    private static final double REST_SHARE = 0.03;
    private static final double SHORTEST_REST = 30;
    private static final double LONGEST_REST = 600;
    private static final double LOG10_E = 0.4342944819032518;

    /** Rows before any alarm is told; those that would have been count all the same. */
    private static final int WARMUP = 100;

    /** Share of the threshold from which on a series counts as disturbed. */
    private static final double DISTURBED = 0.7;

    private final double threshold;

    AlarmPolicy(double threshold) {
        this.threshold = threshold;
    }

    /**
     * Judges the evidence of a row.
     *
     * @param state of the series, updated
     * @param timestampMs event time of the row
     * @param evidence combined evidence
     * @param rules what users ask beyond it
     * @param admitted whether the deviation is one to alarm of
     * @return how far the evidence exceeds what an alarm takes; negative if there is no alarm
     */
    double judge(State state, long timestampMs, double evidence, AlarmRules rules, boolean admitted) {
        long row = state.rows++;
        state.habit *= 1 - 1 / Math.max(FADING * row, LEAST_FADING);
        double age = AGE * LOG10_E * Approximations.log(Math.max(row, YOUNG) / AGE_UNIT);
        double excess = evidence + rules.sensitivity() + state.leaning - HABITUATION * state.habit - age - threshold;
        disturb(state, timestampMs, excess);
        boolean enough = excess >= 0 && admitted;
        state.enough = enough ? Math.min(state.enough + 1, rules.minimumSteps()) : 0;
        if (state.enough < rules.minimumSteps() || resting(state, row, timestampMs, rules)) {
            return -1;
        }
        state.lastRow = row;
        state.lastMs = timestampMs;
        state.habit++;
        return row < WARMUP ? -1 : excess;
    }

    private void disturb(State state, long timestampMs, double excess) {
        if (excess < (DISTURBED - 1) * threshold) {
            state.sinceMs = 0;
        } else if (state.sinceMs == 0) {
            state.sinceMs = timestampMs;
        }
    }

    private static boolean resting(State state, long row, long timestampMs, AlarmRules rules) {
        if (state.lastRow < 0) {
            return false;
        }
        double rest = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, REST_SHARE * row));
        return row - state.lastRow <= rest || timestampMs - state.lastMs < rules.cooldownMs();
    }

    /** What the policy remembers of one series. */
    static final class State {
        static final int SIZE = 4 * Long.BYTES + 2 * Double.BYTES + Integer.BYTES;

        private long rows;
        private long lastRow = -1;
        private long lastMs;
        private long sinceMs;
        private double habit;
        private double leaning;
        private int enough;

        long rows() {
            return rows;
        }

        /** Event time since which the series is disturbed; 0 if it is not. */
        long sinceMs() {
            return sinceMs;
        }

        void write(ByteBuffer out) {
            out.putLong(rows).putLong(lastRow).putLong(lastMs).putLong(sinceMs);
            out.putDouble(habit).putDouble(leaning).putInt(enough);
        }

        void read(ByteBuffer in) {
            rows = in.getLong();
            lastRow = in.getLong();
            lastMs = in.getLong();
            sinceMs = in.getLong();
            habit = in.getDouble();
            leaning = in.getDouble();
            enough = in.getInt();
        }
    }
}
