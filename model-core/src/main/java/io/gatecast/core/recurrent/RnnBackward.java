package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;

/** Backward pass of {@link RnnCell}. */
final class RnnBackward implements CellBackward {
    private final RnnCell cell;
    private final RnnCell gradients;
    private final ColumnMatrix inputTransposed;
    private final ColumnMatrix recurrentTransposed;
    private final PreActivationGradients batch = new PreActivationGradients();

    RnnBackward(RnnCell cell) {
        this.cell = cell;
        gradients = new RnnCell(cell.inputSize(), cell.hiddenSize());
        inputTransposed = new ColumnMatrix(cell.inputSize(), cell.hiddenSize());
        recurrentTransposed = new ColumnMatrix(cell.hiddenSize(), cell.hiddenSize());
        refresh();
    }

    @Override
    public RnnCell gradients() {
        return gradients;
    }

    @Override
    public void refresh() {
        inputTransposed.setTransposeOf(cell.inputWeight);
        recurrentTransposed.setTransposeOf(cell.recurrentWeight);
    }

    @Override
    public void step(float[] h, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dH) {
        float[] dA = trace.input;
        for (int i = 0; i < dA.length; i++) {
            dA[i] = dNext[i] * (1f - next[i] * next[i]);
        }
        Arrays.fill(dH, 0f);
        recurrentTransposed.multiplyAdd(dA, dH);
        if (dX != null) {
            inputTransposed.multiplyAdd(dA, dX);
        }
    }

    @Override
    public void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count) {
        batch.accumulate(x, state, trace, count, gradients.inputWeight, gradients.recurrentWeight, gradients.bias);
    }
}
