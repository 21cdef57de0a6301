package io.gatecast.core.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A regression of its own for every horizon: the features of h rows ago are paired with the value of now, so nothing waits. */
final class DirectReadout implements Readout {
    private final int[] horizons;
    private final Gain[] gains;
    private final float[][][] weights; // [target][horizon][feature]
    private final TypicalError[][] typical;
    private final float[] features;
    private final float[] gain;

    DirectReadout(int features, int targets, int[] horizons) {
        this.horizons = horizons;
        this.features = new float[features];
        gain = new float[features];
        gains = Stream.generate(() -> new Gain(features)).limit(horizons.length).toArray(Gain[]::new);
        weights = new float[targets][horizons.length][features];
        typical = IntStream.range(0, targets)
                .mapToObj(t -> Stream.generate(TypicalError::new)
                        .limit(horizons.length)
                        .toArray(TypicalError[]::new))
                .toArray(TypicalError[][]::new);
    }

    @Override
    public float judge(Patterns patterns, History history, float[] targets, float[][] errors) {
        long rows = history.rows();
        patterns.write(rows - 1, features);
        float newest = gains[0].leverage(features);
        if (targets == null) {
            return newest;
        }
        for (int q = 0; q < horizons.length; q++) {
            long row = rows - horizons[q];
            if (row < 0) {
                clear(errors, q);
                continue;
            }
            patterns.write(row, features);
            gains[q].learn(gains[q].leverage(features), gain);
            for (int t = 0; t < targets.length; t++) {
                float[] w = weights[t][q];
                float error = targets[t] - Gain.dot(w, features);
                errors[t][q] = error;
                axpy(typical[t][q].bound(error, 1f, rows), gain, w);
            }
        }
        return newest;
    }

    private static void clear(float[][] errors, int horizon) {
        for (float[] perTarget : errors) {
            perTarget[horizon] = 0f;
        }
    }

    static void axpy(float a, float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.fma(a, x[i], y[i]);
        }
    }

    @Override
    public int size() {
        return gains.length * gains[0].size()
                + weights.length * horizons.length * (features.length * Float.BYTES + TypicalError.size());
    }

    @Override
    public void write(ByteBuffer out) {
        Arrays.stream(gains).forEach(g -> g.write(out));
        for (int t = 0; t < weights.length; t++) {
            for (int q = 0; q < horizons.length; q++) {
                typical[t][q].write(out);
                for (float w : weights[t][q]) {
                    out.putFloat(w);
                }
            }
        }
    }

    @Override
    public void read(ByteBuffer in) {
        Arrays.stream(gains).forEach(g -> g.read(in));
        for (int t = 0; t < weights.length; t++) {
            for (int q = 0; q < horizons.length; q++) {
                typical[t][q].read(in);
                for (int i = 0; i < features.length; i++) {
                    weights[t][q][i] = in.getFloat();
                }
            }
        }
    }
}
