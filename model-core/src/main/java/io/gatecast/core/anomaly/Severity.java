package io.gatecast.core.anomaly;

/** How urgent an anomaly is, rising. */
public enum Severity {
    /** No alarm. */
    INFO,
    /** An alarm. */
    WARNING,
    /** An alarm whose evidence exceeds what it takes by a factor of ten in probability. */
    CRITICAL
}
