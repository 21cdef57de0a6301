package io.gatecast.core.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** From the evidence of the columns of a series to its score and its alarms. Holds working space: one per thread. */
final class SeriesAlarms {
    private static final double RATE = 1e-3;
    private static final int NONE = -1;

    /** −log10 of the probability from which on a drift alarms, where its policy adds nothing. */
    private static final double DRIFTING = 2.7;

    private SeriesControls controls;
    private final AlarmPolicy policy;
    private final AlarmPolicy driftPolicy = new AlarmPolicy(DRIFTING);
    private final Detection detection;
    private final double[] sorted;
    private final int loud;
    private int certain = NONE;

    SeriesAlarms(DetectorSettings settings, int columns) {
        controls = SeriesControls.of(settings.rules());
        policy = new AlarmPolicy(settings.profile().threshold());
        detection = new Detection(columns);
        sorted = new double[columns];
        loud = (int) Math.ceil(Math.sqrt(columns));
    }

    void attend(SeriesControls next) {
        controls = next;
    }

    /** Tells for how many rows a column has been missing. */
    void missing(int column, int inARow) {
        int silence = controls.rules().silenceSteps();
        boolean begins = silence > 0 && inARow == silence;
        detection.evidenceOf(column)[Evidence.SILENCE.ordinal()] = begins ? Evidence.CERTAIN : 0;
    }

    /** Takes how rarely a column drifts as much, −log10 of a probability. */
    void drift(int column, double rarity) {
        detection.drift()[column] = rarity;
        detection.evidenceOf(column)[Evidence.DRIFT.ordinal()] = 0;
    }

    Detection detection() {
        return detection;
    }

    /** Weighs the kinds of evidence of a column, which are in the detection. */
    void weigh(int column) {
        double[] kinds = detection.evidenceOf(column);
        double sum = 0;
        for (int k = 0; k < kinds.length; k++) {
            double weight = Evidence.of(k).weight();
            sum += weight * kinds[k];
            if (weight == 0 && kinds[k] > 0) {
                certain = column;
            }
        }
        detection.columnEvidence()[column] = sum / Evidence.TOGETHER;
    }

    /** The column with most evidence, or one that makes an alarm by itself. */
    int loudest() {
        if (certain != NONE) {
            return certain;
        }
        double[] all = detection.columnEvidence();
        int best = 0;
        for (int c = 1; c < all.length; c++) {
            if (all[c] > all[best]) {
                best = c;
            }
        }
        return best;
    }

    void conclude(State state, long timestampMs, double[] observed, double[] expected) {
        double combined = combine(state);
        int loudest = loudest();
        boolean admitted = controls.rules().admits(observed[loudest], expected[loudest]);
        double excess = policy.judge(state.policy, timestampMs, combined, controls, admitted);
        int drifting = drifting();
        boolean driftAdmitted = controls.rules().admits(observed[drifting], expected[drifting]);
        double drift = detection.drift()[drifting] - StrictMath.log10(detection.columns());
        boolean drifts = driftPolicy.judge(state.drift, timestampMs, drift, controls, driftAdmitted) >= 0;
        if (excess < 0 && drifts && certain == NONE) {
            certain = drifting;
            detection.evidenceOf(drifting)[Evidence.DRIFT.ordinal()] = Evidence.CERTAIN;
        }
        if (excess < 0 && certain != NONE) {
            excess = policy.admit(state.policy, timestampMs, controls) ? 0 : -1;
            state.drift.rest();
        }
        detection.set(combined, loudest(), excess, state.policy.sinceMs());
        certain = NONE;
    }

    private int drifting() {
        double[] all = detection.drift();
        int most = 0;
        for (int c = 1; c < all.length; c++) {
            if (all[c] > all[most]) {
                most = c;
            }
        }
        return most;
    }

    /*
     * The mean of the loudest columns, as many as the root of their number: an anomaly rarely shows in one of many, and never in
     * all. By chance they are louder than one column is; their mean excess over the mean of all columns is taken off.
     */
    private double combine(State state) {
        double[] all = detection.columnEvidence();
        if (all.length == 1) {
            return all[0];
        }
        System.arraycopy(all, 0, sorted, 0, all.length);
        Arrays.sort(sorted);
        double most = 0;
        double mean = 0;
        for (int i = 0; i < sorted.length; i++) {
            mean += sorted[i] / sorted.length;
            if (i >= sorted.length - loud) {
                most += sorted[i] / loud;
            }
        }
        double rate = Math.max(RATE, 1.0 / (state.policy.rows() + 1));
        state.excessOfMost += (float) (rate * (most - mean - state.excessOfMost));
        return Math.max(0, most - state.excessOfMost);
    }

    /** What is remembered of one series. */
    static final class State {
        static final int SIZE = 2 * AlarmPolicy.State.SIZE + Float.BYTES;

        private final AlarmPolicy.State policy = new AlarmPolicy.State();
        private final AlarmPolicy.State drift = new AlarmPolicy.State();
        private float excessOfMost;

        /** Rows since the latest alarm. */
        long sinceAlarm() {
            return Math.min(policy.sinceAlarm(), drift.sinceAlarm());
        }

        void write(ByteBuffer out) {
            policy.write(out);
            drift.write(out);
            out.putFloat(excessOfMost);
        }

        void read(ByteBuffer in) {
            policy.read(in);
            drift.read(in);
            excessOfMost = in.getFloat();
        }
    }
}
