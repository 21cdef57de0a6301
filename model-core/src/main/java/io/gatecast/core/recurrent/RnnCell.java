package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Map;

/**
 * Plain (Elman) recurrent network, as in {@code torch.nn.RNN} with tanh: {@code h' = tanh(W·x + U·h + b)}.
 *
 * @see <a href="https://doi.org/10.1207/s15516709cog1402_1">Elman 1990</a>
 */
public final class RnnCell implements RecurrentCell {
    final GateWeights weights;

    /**
     * Creates a cell with all parameters zero.
     *
     * @param inputSize length of the input, at least 1
     * @param hiddenSize length of the hidden state, at least 1
     * @throws IllegalArgumentException if a size is below 1
     */
    public RnnCell(int inputSize, int hiddenSize) {
        weights = new GateWeights(1, inputSize, hiddenSize);
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
        return weights.hiddenSize();
    }

    @Override
    public CellTrace newTrace() {
        return new CellTrace(hiddenSize(), 0, 0, hiddenSize());
    }

    @Override
    public CellBackward newBackward() {
        return new RnnBackward(this);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        return weights.parameters();
    }

    /** Does nothing: there is no gate. */
    @Override
    public void keepMemory(float strength) {}

    @Override
    public void step(float[] x, float[] h, float[] next, CellTrace trace) {
        weights.preActivate(x, h, next);
        Activations.tanh(next);
    }
}
