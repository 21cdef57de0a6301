package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;
import java.util.Map;

/**
 * Long short-term memory without peepholes, as in {@code torch.nn.LSTM}.
 *
 * <pre>{@code
 * i  = σ(W_i·x + U_i·h + b_i)      f = σ(W_f·x + U_f·h + b_f)
 * g  = tanh(W_g·x + U_g·h + b_g)   o = σ(W_o·x + U_o·h + b_o)
 * c' = f ⊙ c + i ⊙ g
 * h' = o ⊙ tanh(c')
 * }</pre>
 *
 * <p>Gates are stored in the order i, f, g, o. The state is h followed by c.
 *
 * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber 1997</a>
 */
public final class LstmCell implements RecurrentCell {
    static final int I = 0;
    static final int F = 1;
    static final int G = 2;
    static final int O = 3;
    /** tanh(c'). */
    static final int TANH_C = 4;

    final GateWeights weights;

    /**
     * Creates a cell with all parameters zero.
     *
     * @param inputSize length of the input, at least 1
     * @param hiddenSize length of the hidden state, at least 1
     * @throws IllegalArgumentException if a size is below 1
     */
    public LstmCell(int inputSize, int hiddenSize) {
        weights = new GateWeights(4, inputSize, hiddenSize);
    }

    @Override
    public int inputSize() {
        return weights.inputSize();
    }

    @Override
    public int hiddenSize() {
        return weights.hiddenSize();
    }

    @Override
    public int stateSize() {
        return 2 * hiddenSize();
    }

    @Override
    public CellTrace newTrace() {
        return new CellTrace(4 * hiddenSize(), 0, 5, hiddenSize());
    }

    @Override
    public CellBackward newBackward() {
        return new LstmBackward(this);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        return weights.parameters();
    }

    @Override
    public void keepMemory(float strength) {
        Arrays.fill(weights.bias.column(0), hiddenSize(), 2 * hiddenSize(), strength);
    }

    @Override
    public void step(float[] x, float[] state, float[] next, CellTrace trace) {
        int n = hiddenSize();
        float[] a = trace.input;
        weights.preActivate(x, state, a);
        float[] input = trace.gate[I];
        float[] forget = trace.gate[F];
        float[] candidate = trace.gate[G];
        float[] output = trace.gate[O];
        float[] tanhC = trace.gate[TANH_C];
        System.arraycopy(a, 0, input, 0, n);
        System.arraycopy(a, n, forget, 0, n);
        System.arraycopy(a, 2 * n, candidate, 0, n);
        System.arraycopy(a, 3 * n, output, 0, n);
        Activations.sigmoid(input);
        Activations.sigmoid(forget);
        Activations.tanh(candidate);
        Activations.sigmoid(output);
        for (int i = 0; i < n; i++) {
            next[n + i] = Math.fma(forget[i], state[n + i], input[i] * candidate[i]);
        }
        System.arraycopy(next, n, tanhC, 0, n);
        Activations.tanh(tanhC);
        for (int i = 0; i < n; i++) {
            next[i] = output[i] * tanhC[i];
        }
    }
}
