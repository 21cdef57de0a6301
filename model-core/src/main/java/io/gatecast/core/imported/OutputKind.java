package io.gatecast.core.imported;

/** What an imported network gives for a step ahead. */
public enum OutputKind {
    /** The value itself; intervals come from the errors the network made before. */
    VALUE,
    /** A quantile per level. */
    QUANTILES
}
