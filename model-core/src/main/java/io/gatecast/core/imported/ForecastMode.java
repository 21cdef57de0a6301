package io.gatecast.core.imported;

/** How an imported network reaches beyond the next step. */
public enum ForecastMode {
    /** It forecasts one step; its own output is its input for the step after. */
    AUTOREGRESSIVE,
    /** It forecasts all steps ahead at once. */
    DIRECT
}
