package io.gatecast.core.anomaly;

/** A regression of its own for every horizon: the features of h rows ago are paired with the value of now, so nothing waits. */
final class DirectReadout implements Readout {
    private final int[] horizons;
    private final Gain regression;
    private final int targets;
    private final int forecast; // numbers of one forecast: its typical error, its weights
    private final float[] features;
    private final float[] gain;

    DirectReadout(int features, int targets, int[] horizons) {
        this.horizons = horizons;
        this.targets = targets;
        this.features = new float[features];
        gain = new float[features];
        regression = new Gain(features);
        forecast = TypicalError.FIELDS + features;
    }

    @Override
    public ReadoutState initialState() {
        ReadoutState state =
                new ReadoutState(horizons.length * regression.size(), targets * horizons.length * forecast, 0);
        for (int q = 0; q < horizons.length; q++) {
            regression.begin(state.numbers, q * regression.size());
        }
        return state;
    }

    @Override
    public float judge(ReadoutState state, Patterns patterns, History history, float[] wanted, float[][] errors) {
        float[] numbers = state.numbers;
        long rows = history.rows();
        patterns.write(rows - 1, features);
        float newest = regression.leverage(numbers, 0, features);
        if (wanted == null) {
            return newest;
        }
        for (int q = 0; q < horizons.length; q++) {
            long row = rows - horizons[q];
            if (row < 0) {
                clear(errors, q);
                continue;
            }
            patterns.write(row, features);
            int inverse = q * regression.size();
            regression.learn(numbers, inverse, regression.leverage(numbers, inverse, features), gain);
            for (int t = 0; t < targets; t++) {
                int at = at(t, q);
                float error = wanted[t] - Gain.dot(numbers, at + TypicalError.FIELDS, features);
                errors[t][q] = error;
                float bounded = TypicalError.bound(numbers, at, error, 1f, rows);
                Gain.addScaled(bounded, gain, numbers, at + TypicalError.FIELDS);
            }
        }
        return newest;
    }

    private int at(int target, int horizon) {
        return horizons.length * regression.size() + (target * horizons.length + horizon) * forecast;
    }

    private static void clear(float[][] errors, int horizon) {
        for (float[] perTarget : errors) {
            perTarget[horizon] = 0f;
        }
    }
}
