package io.gatecast.core.recurrent;

/**
 * The backward pass of one {@link RecurrentCell}: gradients of its inputs step by step, gradients of its weights batch
 * by batch. One owner, one thread.
 */
public sealed interface CellBackward permits GruBackward, LstmBackward, RnnBackward, MguBackward {
    /** Takes over the cell's present weights; call after every change of them. */
    void refresh();

    /**
     * Propagates a gradient back through one step. The trace keeps the gradients at the pre-activations for {@link
     * #accumulate}.
     *
     * @param state state before the step [stateSize]
     * @param next state after the step [stateSize]
     * @param trace the step's trace, overwritten
     * @param dNext gradient at {@code next} [stateSize]
     * @param dX gradient at the input [inputSize], added to; {@code null} if nobody needs it
     * @param dState gradient at {@code state} [stateSize], overwritten
     */
    void step(float[] state, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dState);

    /**
     * Adds the weight gradients of a batch of steps to {@link #gradients()}.
     *
     * @param x inputs [count][inputSize]
     * @param state states before the step [count][stateSize]
     * @param trace traces after {@link #step} [count]
     * @param count number of samples
     */
    void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count);

    /**
     * The gradients, as a cell of the same shape.
     *
     * @return gradient of every parameter, live
     */
    RecurrentCell gradients();
}
