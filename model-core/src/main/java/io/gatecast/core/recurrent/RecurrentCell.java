package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Map;

/**
 * One recurrent layer: advances a state vector by one time step.
 *
 * <p>The state's first {@link #hiddenSize()} elements are the hidden state {@code h}, the layer's output. A cell holds
 * weights only and may be shared by threads as long as nobody trains it; what a step needs besides is in a {@link
 * CellTrace} that belongs to one thread.
 */
public sealed interface RecurrentCell permits GruCell, LstmCell, RnnCell, MguCell, VariantCell {
    /**
     * Length of the input vector.
     *
     * @return input size
     */
    int inputSize();

    /**
     * Length of the hidden state.
     *
     * @return hidden size
     */
    int hiddenSize();

    /**
     * Length of the whole state: the hidden size, twice that for an LSTM.
     *
     * @return state size
     */
    int stateSize();

    /**
     * Advances the layer one time step.
     *
     * @param x scaled input [inputSize], dimensionless
     * @param state state before the step [stateSize], unchanged
     * @param next receives the state after the step [stateSize]; must not be {@code state}
     * @param trace working space from {@link #newTrace()}; afterwards holds what the backward pass needs
     */
    void step(float[] x, float[] state, float[] next, CellTrace trace);

    /**
     * Working space for one step.
     *
     * @return a new trace
     */
    CellTrace newTrace();

    /**
     * The backward pass of this cell, with gradients of its own.
     *
     * @return a new backward pass, for one thread
     */
    CellBackward newBackward();

    /**
     * The weights and biases by name, in a fixed order; live, not copies. A bias is a matrix of one column.
     *
     * @return parameters
     */
    Map<String, ColumnMatrix> parameters();

    /**
     * Sets the bias of the gate that decides about the memory such that it is kept: towards 1 for a GRU's update gate and
     * an LSTM's forget gate, towards 0 for an MGU's gate. A first value for training.
     *
     * @param strength absolute value of the bias, at least 0
     */
    void keepMemory(float strength);
}
