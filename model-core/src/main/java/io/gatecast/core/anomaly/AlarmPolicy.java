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

    /** A rest is broken by evidence that exceeds that of the alarm before by so much. */
    private static final double MUCH_MORE = 1.5;

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
     * @param controls what users ask beyond it
     * @param admitted whether the deviation is one to alarm of
     * @return how far the evidence exceeds what an alarm takes; negative if there is no alarm
     */
    double judge(State state, long timestampMs, double evidence, SeriesControls controls, boolean admitted) {
        AlarmRules rules = controls.rules();
        long row = state.rows++;
        state.habit *= 1 - 1 / Math.max(FADING * row, LEAST_FADING);
        double age = AGE * LOG10_E * Approximations.log(Math.max(row, YOUNG) / AGE_UNIT);
        double excess = evidence
                + rules.sensitivity()
                + controls.leaning(timestampMs)
                - HABITUATION * state.habit
                - age
                - threshold;
        disturb(state, timestampMs, excess);
        boolean enough = excess >= 0 && admitted && !controls.muted(timestampMs);
        state.enough = enough ? Math.min(state.enough + 1, rules.minimumSteps()) : 0;
        boolean resting = resting(state, row);
        boolean roused = excess >= state.lastExcess + MUCH_MORE;
        boolean cooling = state.lastRow >= 0 && timestampMs - state.lastMs < rules.cooldownMs();
        if (state.enough < rules.minimumSteps() || resting && !roused || cooling) {
            return -1;
        }
        state.lastExcess = excess;
        state.lastRow = row;
        state.lastMs = timestampMs;
        state.habit++;
        return row < WARMUP ? -1 : excess;
    }

    /** Takes an alarm that needs no evidence; false while alarms cool down or are muted. */
    boolean admit(State state, long timestampMs, SeriesControls controls) {
        boolean cooling = state.lastRow >= 0
                && timestampMs - state.lastMs < controls.rules().cooldownMs();
        if (cooling || controls.muted(timestampMs)) {
            return false;
        }
        state.lastMs = timestampMs;
        return true;
    }

    private void disturb(State state, long timestampMs, double excess) {
        if (excess < (DISTURBED - 1) * threshold) {
            state.sinceMs = 0;
        } else if (state.sinceMs == 0) {
            state.sinceMs = timestampMs;
        }
    }

    private static boolean resting(State state, long row) {
        if (state.lastRow < 0) {
            return false;
        }
        double rest = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, REST_SHARE * row));
        return row - state.lastRow <= rest;
    }

    /** What the policy remembers of one series. */
    static final class State {
        static final int SIZE = 4 * Long.BYTES + 2 * Double.BYTES + Integer.BYTES;

        private long rows;
        private long lastRow = -1;
        private long lastMs;
        private long sinceMs;
        private double lastExcess;
        private double habit;
        private int enough;

        /** Begins a rest with the latest row, as after an alarm. */
        void rest() {
            lastRow = rows - 1;
        }

        /** Rows since the latest rest began: that of an alarm, or of a value that is certain to be wrong. */
        long sinceAlarm() {
            return lastRow < 0 ? Long.MAX_VALUE : rows - lastRow;
        }

        long rows() {
            return rows;
        }

        /** Event time since which the series is disturbed; 0 if it is not. */
        long sinceMs() {
            return sinceMs;
        }

        void write(ByteBuffer out) {
            out.putLong(rows).putLong(lastRow).putLong(lastMs).putLong(sinceMs);
            out.putDouble(lastExcess).putDouble(habit).putInt(enough);
        }

        void read(ByteBuffer in) {
            rows = in.getLong();
            lastRow = in.getLong();
            lastMs = in.getLong();
            sinceMs = in.getLong();
            lastExcess = in.getDouble();
            habit = in.getDouble();
            enough = in.getInt();
        }
    }
}
