package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;

/** Backward pass through {@link GateWeights}: from gradients at the pre-activations to all others. */
final class GateBackward {
    private final GateWeights weights;
    private final GateWeights gradients;
    private final ColumnMatrix inputTransposed;
    private final ColumnMatrix recurrentTransposed;
    private float[][] gradient = new float[0][];
    private float[] scratch = new float[0];

    GateBackward(GateWeights weights, GateWeights gradients) {
        this.weights = weights;
        this.gradients = gradients;
        inputTransposed = new ColumnMatrix(weights.inputSize(), weights.input.rows());
        recurrentTransposed = new ColumnMatrix(weights.hiddenSize(), weights.recurrent.rows());
        refresh();
    }

    void refresh() {
        inputTransposed.setTransposeOf(weights.input);
        recurrentTransposed.setTransposeOf(weights.recurrent);
    }

    /** Overwrites the gradient at the hidden state and adds to that at the input, unless nobody needs it. */
    void propagate(float[] dPreActivation, float[] dX, float[] dHidden) {
        Arrays.fill(dHidden, 0f);
        recurrentTransposed.multiplyAdd(dPreActivation, dHidden);
        if (dX != null) {
            inputTransposed.multiplyAdd(dPreActivation, dX);
        }
    }

    /** Adds the weight gradients of a batch, whose traces hold the gradients at the pre-activations. */
    void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count) {
        if (scratch.length < count) {
            scratch = new float[count];
            gradient = new float[count][];
        }
        for (int s = 0; s < count; s++) {
            gradient[s] = trace[s].input;
        }
        Arrays.fill(scratch, 0, count, 1f);
        ColumnMatrix.addScaled(scratch, gradient, count, gradients.bias.column(0));
        gradients.input.addOuterProducts(gradient, x, count, scratch);
        gradients.recurrent.addOuterProducts(gradient, state, count, scratch);
    }
}
