package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Plain (Elman) recurrent network, as in {@code torch.nn.RNN} with tanh: {@code h' = tanh(W·x + U·h + b)}.
 *
 * @see <a href="https://doi.org/10.1207/s15516709cog1402_1">Elman 1990</a>
 */
public final class RnnCell implements RecurrentCell {
    private final int inputSize;
    private final int hiddenSize;

    /** W, [hidden, input]. */
    final ColumnMatrix inputWeight;

    /** U, [hidden, hidden]. */
    final ColumnMatrix recurrentWeight;

    /** b, [hidden, 1]. */
    final ColumnMatrix bias;

    /**
     * Creates a cell with all parameters zero.
     *
     * @param inputSize length of the input, at least 1
     * @param hiddenSize length of the hidden state, at least 1
     * @throws IllegalArgumentException if a size is below 1
     */
    public RnnCell(int inputSize, int hiddenSize) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        inputWeight = new ColumnMatrix(hiddenSize, inputSize);
        recurrentWeight = new ColumnMatrix(hiddenSize, hiddenSize);
        bias = new ColumnMatrix(hiddenSize, 1);
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    @Override
    public int hiddenSize() {
        return hiddenSize;
    }

    @Override
    public int stateSize() {
        return hiddenSize;
    }

    @Override
    public CellTrace newTrace() {
        return new CellTrace(hiddenSize, 0, 0, hiddenSize);
    }

    @Override
    public CellBackward newBackward() {
        return new RnnBackward(this);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> p = new LinkedHashMap<>();
        p.put("input_weight", inputWeight);
        p.put("recurrent_weight", recurrentWeight);
        p.put("bias", bias);
        return p;
    }

    @Override
    public void step(float[] x, float[] h, float[] next, CellTrace trace) {
        System.arraycopy(bias.column(0), 0, next, 0, hiddenSize);
        inputWeight.multiplyAdd(x, next);
        recurrentWeight.multiplyAdd(h, next);
        Activations.tanh(next);
    }
}
