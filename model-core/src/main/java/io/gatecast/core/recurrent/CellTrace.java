package io.gatecast.core.recurrent;

/**
 * Working space of one step of one cell: pre-activations, gates, and in training the gradients that flow back.
 *
 * <p>One owner, one thread.
 */
public final class CellTrace {
    /** Pre-activations from the input, then after the backward pass their gradients; [gates × hidden]. */
    final float[] input;

    /** Pre-activations from the hidden state, then after the backward pass their gradients. */
    final float[] recurrent;

    /** Activated gates, each [hidden], in the cell's own order. */
    final float[][] gate;

    CellTrace(int inputLength, int recurrentLength, int gates, int hiddenSize) {
        input = new float[inputLength];
        recurrent = new float[recurrentLength];
        gate = new float[gates][hiddenSize];
    }
}
