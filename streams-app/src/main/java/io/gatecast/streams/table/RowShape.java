package io.gatecast.streams.table;

/**
 * How many columns of each role a row has.
 *
 * @param values number of value columns
 * @param known number of columns whose future is known
 * @param statics number of columns that do not change within a series
 */
public record RowShape(int values, int known, int statics) {}
