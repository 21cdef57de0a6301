package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activation;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;
import java.util.Map;

/**
 * A GRU, LSTM or plain recurrent cell with other activations than the usual, as models from elsewhere may have. Weights,
 * state and equations are those of {@link GruCell}, {@link LstmCell} and {@link RnnCell}, with σ and tanh replaced.
 * Cannot be trained.
 */
public final class VariantCell implements RecurrentCell {
    private final RecurrentCell usual;
    private final GateActivations activations;

    /**
     * Creates a cell.
     *
     * @param usual cell with the weights, a {@link GruCell}, {@link LstmCell} or {@link RnnCell}
     * @param activations what takes the place of its activations
     * @throws IllegalArgumentException if the cell is of another kind
     */
    public VariantCell(RecurrentCell usual, GateActivations activations) {
        if (!(usual instanceof GruCell || usual instanceof LstmCell || usual instanceof RnnCell)) {
            throw new IllegalArgumentException(
                    "cell must be a GRU, LSTM or RNN for other activations than the usual, was "
                            + usual.getClass().getSimpleName());
        }
        this.usual = usual;
        this.activations = activations;
    }

    @Override
    public int inputSize() {
        return usual.inputSize();
    }

    @Override
    public int hiddenSize() {
        return usual.hiddenSize();
    }

    @Override
    public int stateSize() {
        return usual.stateSize();
    }

    @Override
    public CellTrace newTrace() {
        return usual.newTrace();
    }

    @Override
    public CellBackward newBackward() {
        throw new UnsupportedOperationException("a cell with the activations " + activations + " cannot be trained");
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        return usual.parameters();
    }

    @Override
    public void keepMemory(float strength) {
        usual.keepMemory(strength);
    }

    @Override
    public void step(float[] x, float[] state, float[] next, CellTrace trace) {
        if (usual instanceof GruCell gru) {
            step(gru, x, state, next, trace);
        } else if (usual instanceof LstmCell lstm) {
            step(lstm, x, state, next, trace);
        } else {
            ((RnnCell) usual).weights.preActivate(x, state, next);
            activations.candidate().apply(next);
        }
    }

    private void step(GruCell cell, float[] x, float[] h, float[] next, CellTrace trace) {
        int n = cell.hiddenSize();
        boolean after = cell.reset() == ResetVariant.RESET_AFTER;
        float[] a = trace.input;
        float[] u = trace.recurrent;
        float[] r = trace.gate[GruCell.R];
        float[] z = trace.gate[GruCell.Z];
        float[] candidate = trace.gate[GruCell.CANDIDATE];
        System.arraycopy(cell.bias.column(0), 0, a, 0, 3 * n);
        cell.inputWeight.multiplyAdd(x, a);
        Arrays.fill(u, 0f);
        if (after) {
            System.arraycopy(cell.candidateBias.column(0), 0, u, 2 * n, n);
        }
        cell.recurrentWeight.multiplyAdd(h, u);
        for (int i = 0; i < n; i++) {
            r[i] = a[i] + u[i];
            z[i] = a[n + i] + u[n + i];
        }
        activations.gate().apply(r);
        activations.gate().apply(z);
        System.arraycopy(a, 2 * n, candidate, 0, n);
        if (after) {
            for (int i = 0; i < n; i++) {
                candidate[i] = Math.fma(r[i], u[2 * n + i], candidate[i]);
            }
        } else {
            float[] resetHidden = trace.gate[GruCell.RESET_HIDDEN];
            for (int i = 0; i < n; i++) {
                resetHidden[i] = r[i] * h[i];
            }
            cell.candidateWeight.multiplyAdd(resetHidden, candidate);
        }
        activations.candidate().apply(candidate);
        for (int i = 0; i < n; i++) {
            next[i] = Math.fma(z[i], h[i] - candidate[i], candidate[i]);
        }
    }

    private void step(LstmCell cell, float[] x, float[] state, float[] next, CellTrace trace) {
        int n = cell.hiddenSize();
        float[] a = trace.input;
        cell.weights.preActivate(x, state, a);
        float[] input = activated(activations.gate(), a, 0, trace.gate[LstmCell.I]);
        float[] forget = activated(activations.gate(), a, n, trace.gate[LstmCell.F]);
        float[] candidate = activated(activations.candidate(), a, 2 * n, trace.gate[LstmCell.G]);
        float[] output = activated(activations.gate(), a, 3 * n, trace.gate[LstmCell.O]);
        for (int i = 0; i < n; i++) {
            next[n + i] = Math.fma(forget[i], state[n + i], input[i] * candidate[i]);
        }
        float[] memory = activated(activations.output(), next, n, trace.gate[LstmCell.TANH_C]);
        for (int i = 0; i < n; i++) {
            next[i] = output[i] * memory[i];
        }
    }

    private static float[] activated(Activation activation, float[] from, int offset, float[] into) {
        System.arraycopy(from, offset, into, 0, into.length);
        activation.apply(into);
        return into;
    }
}
