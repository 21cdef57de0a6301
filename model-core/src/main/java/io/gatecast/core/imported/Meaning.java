package io.gatecast.core.imported;

import java.util.List;
import java.util.Optional;

/**
 * What goes into an imported network and what comes out, which no file of weights says.
 *
 * @param inputs constants of every column, the target first; empty if every column is brought to its own running mean and
 *     deviation
 * @param output constants of the outputs; empty if they are in the target's input scale
 * @param outputs what the network gives for a step ahead
 * @param mode how it reaches beyond the next step
 * @param order order of the outputs; meaningful for quantiles forecast directly
 * @param window number of latest values read from an empty memory at every step, for networks that were trained on
 *     windows; 0 if the memory is kept from step to step
 */
public record Meaning(
        List<Scaling> inputs,
        Optional<Scaling> output,
        OutputKind outputs,
        ForecastMode mode,
        OutputOrder order,
        int window) {

    public Meaning {
        inputs = List.copyOf(inputs);
        if (window < 0) {
            throw new IllegalArgumentException("window must not be negative, was " + window);
        }
        if (inputs.isEmpty() && output.isPresent()) {
            throw new IllegalArgumentException(
                    "outputs cannot have constants if inputs are brought to a running scale");
        }
    }
}
