package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.HalfWidth;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Regressions with many features that share one inverse matrix: the gain of each row, found when it was the newest, is kept in 16 bits and
 * used again for every horizon when the outcome is known.
 */
final class SharedGainReadout implements Readout {
    private final int[] horizons;
    private final Gain gainOfAll;
    private final short[][] gains; // [row mod longest horizon][feature], times the row's number
    private final float[][] nearest; // [target][feature], one step ahead
    private final float[][][] weights; // [target][horizon][feature]
    private final TypicalError[] typical;
    private final float[] features;
    private final float[] gain;

    SharedGainReadout(int features, int targets, int[] horizons) {
        this.horizons = horizons;
        this.features = new float[features];
        gain = new float[features];
        gainOfAll = new Gain(features);
        gains = new short[horizons[horizons.length - 1]][features];
        nearest = new float[targets][features];
        weights = new float[targets][horizons.length][features];
        typical = Stream.generate(TypicalError::new).limit(targets).toArray(TypicalError[]::new);
    }

    @Override
    public float judge(Patterns patterns, History history, float[] targets, float[][] errors) {
        long rows = history.rows();
        patterns.write(rows - 1, features);
        float leverage = gainOfAll.leverage(features);
        gainOfAll.learn(leverage, gain);
        keep(rows);
        if (targets == null) {
            return leverage;
        }
        for (int t = 0; t < targets.length; t++) {
            float error = targets[t] - Gain.dot(nearest[t], features);
            DirectReadout.axpy(typical[t].bound(error, 1f, rows), gain, nearest[t]);
        }
        for (int q = 0; q < horizons.length; q++) {
            judge(patterns, rows, q, targets, errors);
        }
        return leverage;
    }

    private void keep(long rows) {
        short[] kept = gains[(int) ((rows - 1) % gains.length)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = HalfWidth.round(gain[i] * rows);
        }
    }

    private void judge(Patterns patterns, long rows, int q, float[] targets, float[][] errors) {
        long row = rows - horizons[q];
        if (row < 0) {
            for (float[] perTarget : errors) {
                perTarget[q] = 0f;
            }
            return;
        }
        patterns.write(row, features);
        short[] kept = gains[(int) (row % gains.length)];
        for (int i = 0; i < kept.length; i++) {
            gain[i] = HalfWidth.expand(kept[i]) / (row + 1);
        }
        float widening = 1.5f * (float) Math.sqrt(horizons[q]);
        for (int t = 0; t < targets.length; t++) {
            float[] w = weights[t][q];
            float error = targets[t] - Gain.dot(w, features);
            errors[t][q] = error;
            DirectReadout.axpy(typical[t].limit(error, widening, rows), gain, w);
        }
    }

    @Override
    public int size() {
        return gainOfAll.size()
                + gains.length * features.length * Short.BYTES
                + nearest.length * ((horizons.length + 1) * features.length * Float.BYTES + TypicalError.size());
    }

    @Override
    public void write(ByteBuffer out) {
        gainOfAll.write(out);
        for (short[] kept : gains) {
            for (short k : kept) {
                out.putShort(k);
            }
        }
        for (int t = 0; t < nearest.length; t++) {
            typical[t].write(out);
            put(out, nearest[t]);
            Arrays.stream(weights[t]).forEach(w -> put(out, w));
        }
    }

    private static void put(ByteBuffer out, float[] values) {
        for (float value : values) {
            out.putFloat(value);
        }
    }

    @Override
    public void read(ByteBuffer in) {
        gainOfAll.read(in);
        for (short[] kept : gains) {
            for (int i = 0; i < kept.length; i++) {
                kept[i] = in.getShort();
            }
        }
        for (int t = 0; t < nearest.length; t++) {
            typical[t].read(in);
            get(in, nearest[t]);
            for (float[] w : weights[t]) {
                get(in, w);
            }
        }
    }

    private static void get(ByteBuffer in, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getFloat();
        }
    }
}
