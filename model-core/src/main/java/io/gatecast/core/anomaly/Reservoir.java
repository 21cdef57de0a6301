package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.Approximations;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.kernel.HalfWidth;
import java.nio.ByteBuffer;

/**
 * A gated recurrent network with fixed random weights, whose states are features of a linear forecast; its update gates are
 * spread so that some elements remember a few rows and others hundreds.
 *
 * @see <a href="https://doi.org/10.1126/science.1091277">Jaeger and Haas 2004, echo state networks</a>
 */
final class Reservoir {
    private static final int INPUTS = 4;
    private static final double INPUT_SCALE = 0.35;
    private static final double RECURRENT_SCALE = 0.9;
    private static final float UPDATE_SHARE = 0.3f;
    private static final float LARGEST_CHANGE = 6f;

    private final int hidden;
    private final ColumnMatrix inputWeight; // [3·hidden × INPUTS], gates in the order r, z, candidate
    private final ColumnMatrix gateWeight; // [2·hidden × hidden]
    private final ColumnMatrix candidateWeight; // [hidden × hidden]
    private final float[] bias;
    private final float[] input = new float[INPUTS];
    private final float[] fromInput;
    private final float[] gates;
    private final float[] reset;
    private final float[] candidate;

    Reservoir(int hidden, long seed) {
        this.hidden = hidden;
        Draws draws = new Draws(seed);
        inputWeight = new ColumnMatrix(3 * hidden, INPUTS);
        gateWeight = new ColumnMatrix(2 * hidden, hidden);
        candidateWeight = new ColumnMatrix(hidden, hidden);
        bias = new float[3 * hidden];
        fromInput = new float[3 * hidden];
        gates = new float[2 * hidden];
        reset = new float[hidden];
        candidate = new float[hidden];
        double recurrent = RECURRENT_SCALE / Math.sqrt(hidden);
        for (int j = 0; j < INPUTS; j++) {
            fill(inputWeight.column(j), draws, INPUT_SCALE);
        }
        for (int j = 0; j < hidden; j++) {
            fill(gateWeight.column(j), draws, recurrent);
            fill(candidateWeight.column(j), draws, recurrent);
        }
        for (int i = 0; i < hidden; i++) {
            bias[i] = (float) (0.5 * draws.normal());
            bias[hidden + i] = (float) (3 - 4 * draws.uniform());
            bias[2 * hidden + i] = (float) (0.3 * draws.normal());
        }
    }

    /** Those of the update gate are smaller: its bias decides. */
    private void fill(float[] column, Draws draws, double scale) {
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) (scale * draws.normal());
            if (i >= hidden && i < 2 * hidden && column.length > hidden) {
                column[i] *= UPDATE_SHARE;
            }
        }
    }

    /** Advances a column's state by its newest value. */
    void step(State state, float scaled, double turnsOfDay) {
        input[0] = scaled;
        input[1] = Math.max(-LARGEST_CHANGE, Math.min(LARGEST_CHANGE, scaled - state.before));
        input[2] = (float) Approximations.sine(turnsOfDay);
        input[3] = (float) Approximations.cosine(turnsOfDay);
        System.arraycopy(bias, 0, fromInput, 0, bias.length);
        inputWeight.multiplyAdd(input, fromInput);
        System.arraycopy(fromInput, 0, gates, 0, gates.length);
        gateWeight.multiplyAdd(state.hidden, gates);
        Activations.sigmoid(gates);
        for (int i = 0; i < hidden; i++) {
            reset[i] = gates[i] * state.hidden[i];
        }
        System.arraycopy(fromInput, 2 * hidden, candidate, 0, hidden);
        candidateWeight.multiplyAdd(reset, candidate);
        Activations.tanh(candidate);
        for (int i = 0; i < hidden; i++) {
            state.hidden[i] = Math.fma(gates[hidden + i], state.hidden[i] - candidate[i], candidate[i]);
        }
        state.before = scaled;
        state.remember();
    }

    /** State of one column now and at the latest rows. */
    static final class State {
        private final float[] hidden;
        private final short[] past; // [row mod rows × hidden]
        private float before;
        private int next;

        State(int size, int rows) {
            hidden = new float[size];
            past = new short[rows * size];
        }

        /** The value it was last advanced by. */
        float before() {
            return before;
        }

        private void remember() {
            int at = next * hidden.length;
            for (int i = 0; i < hidden.length; i++) {
                past[at + i] = HalfWidth.round(hidden[i]);
            }
            next = at + hidden.length == past.length ? 0 : next + 1;
        }

        /** Copies the state of so many rows ago, 1 for the newest. */
        void copy(int back, float[] out, int offset) {
            int rows = past.length / hidden.length;
            int at = Math.floorMod(next - back, rows) * hidden.length;
            for (int i = 0; i < hidden.length; i++) {
                out[offset + i] = HalfWidth.expand(past[at + i]);
            }
        }

        int size() {
            return (hidden.length + 1) * Float.BYTES + Integer.BYTES + past.length * Short.BYTES;
        }

        void write(ByteBuffer out) {
            out.putFloat(before).putInt(next);
            for (float h : hidden) {
                out.putFloat(h);
            }
            for (short h : past) {
                out.putShort(h);
            }
        }

        void read(ByteBuffer in) {
            before = in.getFloat();
            next = in.getInt();
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = in.getFloat();
            }
            for (int i = 0; i < past.length; i++) {
                past[i] = in.getShort();
            }
        }
    }

    /** SplitMix64 and normal deviates from it by Box and Muller, the same on every platform. */
    private static final class Draws {
        private long state;

        Draws(long seed) {
            state = seed;
        }

        double uniform() {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return ((z ^ z >>> 31) >>> 11) * 0x1p-53;
        }

        double normal() {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
            return radius * StrictMath.cos(2 * Math.PI * uniform());
        }
    }
}
