package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;

/** Sums weight gradients for cells whose input and recurrent products share one pre-activation. */
final class PreActivationGradients {
    private float[][] gradient = new float[0][];
    private float[] scratch = new float[0];

    void accumulate(
            float[][] x,
            float[][] state,
            CellTrace[] trace,
            int count,
            ColumnMatrix inputWeight,
            ColumnMatrix recurrentWeight,
            ColumnMatrix bias) {
        if (scratch.length < count) {
            scratch = new float[count];
            gradient = new float[count][];
        }
        for (int s = 0; s < count; s++) {
            gradient[s] = trace[s].input;
        }
        Arrays.fill(scratch, 0, count, 1f);
        ColumnMatrix.addScaled(scratch, gradient, count, bias.column(0));
        inputWeight.addOuterProducts(gradient, x, count, scratch);
        recurrentWeight.addOuterProducts(gradient, state, count, scratch);
    }
}
