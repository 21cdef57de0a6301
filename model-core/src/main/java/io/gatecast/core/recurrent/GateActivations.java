package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activation;

/**
 * The activations inside a recurrent cell.
 *
 * @param gate of the gates; a plain recurrent network has none
 * @param candidate of what may enter the memory; the whole activation of a plain recurrent network
 * @param output of an LSTM's memory on its way out; the other cells have none
 */
public record GateActivations(Activation gate, Activation candidate, Activation output) {
    /**
     * Sigmoid gates and the hyperbolic tangent elsewhere, what {@link GruCell}, {@link LstmCell} and {@link RnnCell}
     * compute.
     */
    public static final GateActivations USUAL =
            new GateActivations(Activation.SIGMOID, Activation.TANH, Activation.TANH);

    /**
     * Activations of a plain recurrent network.
     *
     * @param activation its activation
     * @return the usual ones but for this
     */
    public static GateActivations plain(Activation activation) {
        return new GateActivations(USUAL.gate, activation, USUAL.output);
    }
}
