package io.gatecast.core.recurrent;

/** Backward pass of {@link RnnCell}. */
final class RnnBackward implements CellBackward {
    private final RnnCell gradients;
    private final GateBackward gates;

    RnnBackward(RnnCell cell) {
        gradients = new RnnCell(cell.inputSize(), cell.hiddenSize());
        gates = new GateBackward(cell.weights, gradients.weights);
    }

    @Override
    public RnnCell gradients() {
        return gradients;
    }

    @Override
    public void refresh() {
        gates.refresh();
    }

    @Override
    public void step(float[] h, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dH) {
        float[] dA = trace.input;
        for (int i = 0; i < dA.length; i++) {
            dA[i] = dNext[i] * (1f - next[i] * next[i]);
        }
        gates.propagate(dA, dX, dH);
    }

    @Override
    public void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count) {
        gates.accumulate(x, state, trace, count);
    }
}
