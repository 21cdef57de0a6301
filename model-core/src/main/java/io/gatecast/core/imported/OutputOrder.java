package io.gatecast.core.imported;

/** In which order a network that forecasts quantiles of several steps at once gives them. */
public enum OutputOrder {
    /** All levels of the first step, then all of the second: an output of shape [horizon, levels]. */
    BY_STEP,
    /** All steps of the lowest level, then all of the next: an output of shape [levels, horizon]. */
    BY_LEVEL
}
