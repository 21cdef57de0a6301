package io.gatecast.streams.table;

/** How a table holds its series. */
public enum TableLayout {
    /** One observation per row: key, timestamp and one or more values. */
    LONG,
    /** One moment per row: every value column is a series of its own, named after the column. */
    WIDE,
    /** {@link #WIDE} if several value columns are named and there is no key column, else {@link #LONG}. */
    AUTO
}
