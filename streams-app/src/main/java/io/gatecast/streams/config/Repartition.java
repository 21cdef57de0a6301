package io.gatecast.streams.config;

/** Whether records are sent through a topic partitioned by series key before they are forecast. */
public enum Repartition {
    /** If the series key comes from a field of the value. */
    AUTO,
    /** Always. */
    TRUE,
    /** Never: all records of a series are known to be in one partition. */
    FALSE
}
