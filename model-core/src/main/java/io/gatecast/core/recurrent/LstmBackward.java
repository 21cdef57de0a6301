package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;

/** Backward pass of {@link LstmCell}. */
final class LstmBackward implements CellBackward {
    private final LstmCell cell;
    private final LstmCell gradients;
    private final int hidden;
    private final ColumnMatrix inputTransposed;
    private final ColumnMatrix recurrentTransposed;
    private final float[] dH;
    private final PreActivationGradients batch = new PreActivationGradients();

    LstmBackward(LstmCell cell) {
        this.cell = cell;
        hidden = cell.hiddenSize();
        gradients = new LstmCell(cell.inputSize(), hidden);
        inputTransposed = new ColumnMatrix(cell.inputSize(), 4 * hidden);
        recurrentTransposed = new ColumnMatrix(hidden, 4 * hidden);
        dH = new float[hidden];
        refresh();
    }

    @Override
    public LstmCell gradients() {
        return gradients;
    }

    @Override
    public void refresh() {
        inputTransposed.setTransposeOf(cell.inputWeight);
        recurrentTransposed.setTransposeOf(cell.recurrentWeight);
    }

    @Override
    public void step(float[] state, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dState) {
        int n = hidden;
        float[] input = trace.gate[LstmCell.I];
        float[] forget = trace.gate[LstmCell.F];
        float[] candidate = trace.gate[LstmCell.G];
        float[] output = trace.gate[LstmCell.O];
        float[] tanhC = trace.gate[LstmCell.TANH_C];
        float[] dA = trace.input;
        for (int i = 0; i < n; i++) {
            float dC = Math.fma(dNext[i] * output[i], 1f - tanhC[i] * tanhC[i], dNext[n + i]);
            dA[i] = dC * candidate[i] * input[i] * (1f - input[i]);
            dA[n + i] = dC * state[n + i] * forget[i] * (1f - forget[i]);
            dA[2 * n + i] = dC * input[i] * (1f - candidate[i] * candidate[i]);
            dA[3 * n + i] = dNext[i] * tanhC[i] * output[i] * (1f - output[i]);
            dState[n + i] = dC * forget[i];
        }
        Arrays.fill(dH, 0f);
        recurrentTransposed.multiplyAdd(dA, dH);
        System.arraycopy(dH, 0, dState, 0, n);
        if (dX != null) {
            inputTransposed.multiplyAdd(dA, dX);
        }
    }

    @Override
    public void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count) {
        batch.accumulate(x, state, trace, count, gradients.inputWeight, gradients.recurrentWeight, gradients.bias);
    }
}
