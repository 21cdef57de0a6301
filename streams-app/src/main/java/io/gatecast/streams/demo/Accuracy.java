package io.gatecast.streams.demo;

/**
 * How good the forecasts for one step ahead were, over the same outcomes for model and reference.
 *
 * @param outcomes number of outcomes compared
 * @param relativeError mean absolute error as a share of the seasonal naive forecast's; over several series their
 *     geometric mean; NaN = no outcome
 * @param covered80 share of outcomes inside the 80 % band; NaN = the model has no such band, or no outcome
 * @param covered90 share of outcomes inside the 90 % band; NaN likewise
 * @param covered95 share of outcomes inside the 95 % band; NaN likewise
 */
public record Accuracy(long outcomes, double relativeError, double covered80, double covered90, double covered95) {

    /**
     * How much better than the seasonal naive forecast.
     *
     * @return 1 = perfect, 0 = as good, negative = worse; NaN = no outcome
     */
    public double skill() {
        return 1 - relativeError;
    }
}
