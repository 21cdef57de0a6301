package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recurrent layers on top of each other: the hidden state of each is the input of the next.
 *
 * <p>{@link #step} advances one series by one time step; {@link #run} is the sequence form of {@code torch.nn.GRU}.
 */
public final class RecurrentStack {
    private final List<RecurrentCell> layers;

    /**
     * Stacks cells.
     *
     * @param layers cells, lowest first; may be empty: then the stack has no output
     * @throws IllegalArgumentException if a layer's input size is not the hidden size of the one below
     */
    public RecurrentStack(List<RecurrentCell> layers) {
        this.layers = List.copyOf(layers);
        for (int l = 1; l < layers.size(); l++) {
            int below = layers.get(l - 1).hiddenSize();
            if (layers.get(l).inputSize() != below) {
                throw new IllegalArgumentException("layer " + l + " must take the " + below + " outputs of layer "
                        + (l - 1) + ", takes " + layers.get(l).inputSize());
            }
        }
    }

    /**
     * Creates a stack of equal layers with all parameters zero.
     *
     * @param kind kind of cell
     * @param reset where a GRU applies its reset gate
     * @param inputSize length of the lowest layer's input
     * @param hiddenSize hidden size of every layer; 0 for an empty stack
     * @param layers number of layers
     * @return the stack
     */
    public static RecurrentStack create(CellKind kind, ResetVariant reset, int inputSize, int hiddenSize, int layers) {
        RecurrentCell[] cells = new RecurrentCell[hiddenSize == 0 ? 0 : layers];
        for (int l = 0; l < cells.length; l++) {
            cells[l] = kind.create(reset, l == 0 ? inputSize : hiddenSize, hiddenSize);
        }
        return new RecurrentStack(List.of(cells));
    }

    /**
     * The cells, lowest first.
     *
     * @return layers
     */
    public List<RecurrentCell> layers() {
        return layers;
    }

    /**
     * The hidden size of the top layer, 0 if there is none.
     *
     * @return length of the output
     */
    public int outputSize() {
        return layers.isEmpty() ? 0 : layers.get(layers.size() - 1).hiddenSize();
    }

    /**
     * States of all layers, zero.
     *
     * @return a new array [layer][stateSize]
     */
    public float[][] initialState() {
        float[][] state = new float[layers.size()][];
        for (int l = 0; l < state.length; l++) {
            state[l] = new float[layers.get(l).stateSize()];
        }
        return state;
    }

    /**
     * Working space for {@link #step}.
     *
     * @return a new array [layer]
     */
    public CellTrace[] newTraces() {
        return layers.stream().map(RecurrentCell::newTrace).toArray(CellTrace[]::new);
    }

    /**
     * Advances all layers one time step.
     *
     * @param x scaled input [inputSize]
     * @param state states before [layer][stateSize], unchanged
     * @param next receives the states after [layer][stateSize]
     * @param traces working space from {@link #newTraces()}
     */
    public void step(float[] x, float[][] state, float[][] next, CellTrace[] traces) {
        float[] input = x;
        for (int l = 0; l < next.length; l++) {
            layers.get(l).step(input, state[l], next[l], traces[l]);
            input = next[l];
        }
    }

    /**
     * Runs whole sequences.
     *
     * @param input inputs [time][batch][inputSize]
     * @param initial states before the first step [layer][batch][stateSize], unchanged; {@code null} for zeros
     * @return the top layer's hidden states and the last states
     * @throws IllegalArgumentException if a length differs or there is no layer
     */
    public Sequence run(float[][][] input, float[][][] initial) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a sequence needs at least one layer, the stack has none");
        }
        if (initial != null) {
            checkLength("layers of the initial state", layers.size(), initial.length);
        }
        int batch = initial != null ? initial[0].length : input.length == 0 ? 0 : input[0].length;
        for (int l = 0; initial != null && l < initial.length; l++) {
            checkLength("initial states of layer " + l, batch, initial[l].length);
        }
        for (int t = 0; t < input.length; t++) {
            checkLength("batch at time " + t, batch, input[t].length);
        }
        float[][][] outputs = new float[input.length][batch][];
        float[][][] last = new float[layers.size()][batch][];
        CellTrace[] traces = newTraces();
        for (int b = 0; b < batch; b++) {
            float[][] state = initialState();
            float[][] next = initialState();
            if (initial != null) {
                for (int l = 0; l < state.length; l++) {
                    checkLength("initial state of layer " + l, state[l].length, initial[l][b].length);
                    state[l] = initial[l][b].clone();
                }
            }
            for (int t = 0; t < input.length; t++) {
                checkLength("input at time " + t, layers.get(0).inputSize(), input[t][b].length);
                step(input[t][b], state, next, traces);
                float[][] swap = state;
                state = next;
                next = swap;
                outputs[t][b] = Arrays.copyOf(state[state.length - 1], outputSize());
            }
            for (int l = 0; l < state.length; l++) {
                last[l][b] = state[l];
            }
        }
        return new Sequence(outputs, last);
    }

    private static void checkLength(String what, int expected, int found) {
        if (found != expected) {
            throw new IllegalArgumentException(what + ": expected length " + expected + ", found " + found);
        }
    }

    /**
     * The weights and biases of all layers, named {@code layer.parameter}; live, not copies.
     *
     * @return parameters in a fixed order
     */
    public Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> all = new LinkedHashMap<>();
        for (int l = 0; l < layers.size(); l++) {
            int layer = l;
            layers.get(l).parameters().forEach((name, m) -> all.put(layer + "." + name, m));
        }
        return all;
    }

    /**
     * Result of {@link RecurrentStack#run}.
     */
    public static final class Sequence {
        private final float[][][] outputs;
        private final float[][][] last;

        private Sequence(float[][][] outputs, float[][][] last) {
            this.outputs = outputs;
            this.last = last;
        }

        /**
         * Hidden states of the top layer.
         *
         * @return [time][batch][hiddenSize], live
         */
        public float[][][] outputs() {
            return outputs;
        }

        /**
         * States of every layer after the last step.
         *
         * @return [layer][batch][stateSize], live
         */
        public float[][][] last() {
            return last;
        }
    }
}
