package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.HalfWidth;

/**
 * Regressions with many features that share one inverse matrix: the gain of each row, found when it was the newest, is kept in 16 bits and
 * used again for every horizon when the outcome is known.
 */
final class SharedGainReadout implements Readout {
    private final int[] horizons;
    private final int longest;
    private final Gain regression;
    private final int targets;
    private final int perTarget; // numbers: typical error, weights one step ahead, then of every horizon
    private final float[] features;
    private final float[] gain;

    SharedGainReadout(int features, int targets, int[] horizons) {
        this.horizons = horizons;
        this.targets = targets;
        longest = horizons[horizons.length - 1];
        this.features = new float[features];
        gain = new float[features];
        regression = new Gain(features);
        perTarget = TypicalError.FIELDS + (1 + horizons.length) * features;
    }

    @Override
    public ReadoutState initialState() {
        ReadoutState state = new ReadoutState(regression.size(), targets * perTarget, longest * features.length);
        regression.begin(state.numbers, 0);
        return state;
    }

    @Override
    public float judge(ReadoutState state, Patterns patterns, History history, float[] wanted, float[][] errors) {
        float[] numbers = state.numbers;
        long rows = history.rows();
        patterns.write(rows - 1, features);
        float leverage = regression.leverage(numbers, 0, features);
        regression.learn(numbers, 0, leverage, gain);
        keep(state.gains, rows);
        if (wanted == null) {
            return leverage;
        }
        for (int t = 0; t < targets; t++) {
            int at = regression.size() + t * perTarget;
            int nearest = at + TypicalError.FIELDS;
            float error = wanted[t] - Gain.dot(numbers, nearest, features);
            Gain.addScaled(TypicalError.bound(numbers, at, error, 1f, rows), gain, numbers, nearest);
        }
        for (int q = 0; q < horizons.length; q++) {
            judge(state, patterns, rows, q, wanted, errors);
        }
        return leverage;
    }

    private void keep(short[] gains, long rows) {
        int at = at(rows - 1);
        for (int i = 0; i < gain.length; i++) {
            gains[at + i] = HalfWidth.round(gain[i] * rows);
        }
    }

    /** Where the gain of a row is kept, times the row's number. */
    private int at(long row) {
        return (int) (row % longest) * gain.length;
    }

    private void judge(ReadoutState state, Patterns patterns, long rows, int q, float[] wanted, float[][] errors) {
        long row = rows - horizons[q];
        if (row < 0) {
            for (float[] ofTarget : errors) {
                ofTarget[q] = 0f;
            }
            return;
        }
        patterns.write(row, features);
        int kept = at(row);
        for (int i = 0; i < gain.length; i++) {
            gain[i] = HalfWidth.expand(state.gains[kept + i]) / (row + 1);
        }
        float widening = 1.5f * (float) Math.sqrt(horizons[q]);
        for (int t = 0; t < targets; t++) {
            int at = regression.size() + t * perTarget;
            int weights = at + TypicalError.FIELDS + (1 + q) * gain.length;
            float error = wanted[t] - Gain.dot(state.numbers, weights, features);
            errors[t][q] = error;
            float limited = TypicalError.limit(state.numbers, at, error, widening, rows);
            Gain.addScaled(limited, gain, state.numbers, weights);
        }
    }
}
