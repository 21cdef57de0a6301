package io.gatecast.core.imported;

import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.RecurrentCell;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.recurrent.VariantCell;

/**
 * Shape of a recurrent layer of an imported network.
 *
 * @param kind kind of cell
 * @param reset where a GRU applies its reset gate
 * @param activations activations inside the cell
 * @param inputSize length of its input
 * @param hiddenSize length of its hidden state
 */
public record RecurrentLayer(
        CellKind kind, ResetVariant reset, GateActivations activations, int inputSize, int hiddenSize) {
    /** Longest input or hidden state accepted. */
    public static final int MAX_SIZE = 4096;

    public RecurrentLayer {
        inRange("input size", inputSize);
        inRange("hidden size", hiddenSize);
    }

    private static void inRange(String what, int value) {
        if (value < 1 || value > MAX_SIZE) {
            throw new IllegalArgumentException(
                    what + " of a recurrent layer must be in [1, " + MAX_SIZE + "], was " + value);
        }
    }

    /**
     * Creates the cell with all parameters zero.
     *
     * @return a new cell
     */
    public RecurrentCell newCell() {
        RecurrentCell cell = kind.create(reset, inputSize, hiddenSize);
        return activations.equals(GateActivations.USUAL) ? cell : new VariantCell(cell, activations);
    }
}
