package io.gatecast.streams.topology;

/** Names of the processing steps; they appear in metrics and in the description of the graph. */
final class Steps {
    static final String READ = "read";
    static final String ADMIT = "admit";

    /** As Kafka Streams names the steps before and behind the topic partitioned by series. */
    static final String TO_SERIES = Topics.BY_SERIES + "-repartition-filter";

    static final String FROM_SERIES = Topics.BY_SERIES + "-repartition-source";
    static final String FORECAST = "forecast";
    static final String WRITE_FORECAST = "write-forecast";
    static final String WRITE_ANOMALY = "write-anomaly";
    static final String WRITE_LEDGER = "write-ledger";
    static final String WRITE_BREACH = "write-breach";
    static final String WRITE_NOT_ADMITTED = "write-not-admitted";
    static final String WRITE_NOT_FORECAST = "write-not-forecast";

    private Steps() {}
}
