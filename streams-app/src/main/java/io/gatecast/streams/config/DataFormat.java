package io.gatecast.streams.config;

/** How record values are written. */
public enum DataFormat {
    /** Avro behind a schema registry's id. */
    AVRO,
    /** One JSON object. */
    JSON,
    /** One line of comma-separated text; input only. */
    CSV
}
