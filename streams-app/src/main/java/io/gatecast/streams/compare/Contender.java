package io.gatecast.streams.compare;

import java.util.List;
import java.util.Optional;

/**
 * One row of a comparison: a way of forecasting.
 *
 * @param name what it is called
 * @param mase mean absolute scaled error on the validation part, per range of steps ahead
 * @param cost what it costs; empty for a rule that has no parameters
 */
public record Contender(String name, List<Double> mase, Optional<Cost> cost) {
    public Contender {
        mase = List.copyOf(mase);
    }
}
