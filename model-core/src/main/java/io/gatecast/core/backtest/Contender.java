package io.gatecast.core.backtest;

import io.gatecast.core.Observation;

/** A way of forecasting that takes part in a backtest. */
public interface Contender {
    /**
     * What it is called.
     *
     * @return name, unique in a backtest
     */
    String name();

    /**
     * Begins a series.
     *
     * @return where the contender stands in a series of which it has seen nothing
     */
    Track begin();

    /** Where a contender stands in one series. */
    interface Track {
        /**
         * Takes the next observation.
         *
         * @param observation what was observed, later than all before
         * @return whether there is a forecast after it
         */
        boolean step(Observation observation);

        /**
         * Forecasts; called directly after {@link #step}, before any other series takes a step.
         *
         * @param prediction receives all steps ahead
         */
        void forecast(Prediction prediction);
    }
}
