package io.gatecast.core.recurrent;

/** Backward pass of {@link LstmCell}. */
final class LstmBackward implements CellBackward {
    private final LstmCell gradients;
    private final GateBackward gates;
    private final float[] dH;

    LstmBackward(LstmCell cell) {
        gradients = new LstmCell(cell.inputSize(), cell.hiddenSize());
        gates = new GateBackward(cell.weights, gradients.weights);
        dH = new float[cell.hiddenSize()];
    }

    @Override
    public LstmCell gradients() {
        return gradients;
    }

    @Override
    public void refresh() {
        gates.refresh();
    }

    @Override
    public void step(float[] state, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dState) {
        int n = dH.length;
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
        gates.propagate(dA, dX, dH);
        System.arraycopy(dH, 0, dState, 0, n);
    }

    @Override
    public void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count) {
        gates.accumulate(x, state, trace, count);
    }
}
