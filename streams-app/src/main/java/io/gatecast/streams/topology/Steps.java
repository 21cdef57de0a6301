package io.gatecast.streams.topology;

/** Names of the processing steps; they appear in metrics and in the description of the graph. */
final class Steps {
    static final String READ = "read";
    static final String ADMIT = "admit";
    static final String ADMITTED = "admitted";
    static final String NOT_ADMITTED = "not-admitted";
    static final String FORECAST = "forecast";
    static final String ISSUED = "issued";
    static final String NOT_FORECAST = "not-forecast";
    static final String WRITE_FORECAST = "write-forecast";
    static final String WRITE_ANOMALY = "write-anomaly";
    static final String WRITE_LEDGER = "write-ledger";
    static final String WRITE_BREACH = "write-breach";

    private Steps() {}
}
