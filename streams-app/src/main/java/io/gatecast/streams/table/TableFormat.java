package io.gatecast.streams.table;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a table mean.
 *
 * @param keyColumn name of the column with the series' names; empty = {@value #DEFAULT_KEY_COLUMN} if there is one
 * @param timestampColumn name of the column with the event times; empty = the first present of {@link
 *     #DEFAULT_TIMESTAMP_COLUMNS}
 * @param valueColumns names of the value columns, in long layout the target first; empty = {@value
 *     #DEFAULT_VALUE_COLUMN}, or the only further column
 * @param further columns of other roles; without them the layout may be wide
 * @param layout how the table holds its series
 * @param delimiter character between the fields
 */
public record TableFormat(
        Optional<String> keyColumn,
        Optional<String> timestampColumn,
        List<String> valueColumns,
        FurtherColumns further,
        TableLayout layout,
        char delimiter) {

    /** Name of the key column unless told otherwise. */
    public static final String DEFAULT_KEY_COLUMN = "key";

    /** Name of the value column unless told otherwise. */
    public static final String DEFAULT_VALUE_COLUMN = "value";

    /** Names looked for, in this order, as timestamp column. */
    public static final List<String> DEFAULT_TIMESTAMP_COLUMNS = List.of("timestamp", "date", "time", "ds", "datetime");

    public TableFormat {
        Objects.requireNonNull(layout, "layout");
        valueColumns = List.copyOf(valueColumns);
        if (layout == TableLayout.WIDE && !further.isEmpty()) {
            throw new IllegalArgumentException("a wide table has value columns only, but " + further + " are given");
        }
        Set<String> names = new HashSet<>();
        for (List<String> role : List.of(valueColumns, further.inputs(), further.known(), further.statics())) {
            for (String column : role) {
                if (!names.add(column)) {
                    throw new IllegalArgumentException("value columns must differ, '" + column + "' is named twice");
                }
                if (keyColumn.filter(column::equals).isPresent()
                        || timestampColumn.filter(column::equals).isPresent()) {
                    throw new IllegalArgumentException(
                            "a value column must not be the key or timestamp column, was '" + column + "'");
                }
            }
        }
    }

    /**
     * A format with value columns only.
     *
     * @param keyColumn name of the column with the series' names
     * @param timestampColumn name of the column with the event times
     * @param valueColumns names of the value columns
     * @param layout how the table holds its series
     * @param delimiter character between the fields
     */
    public TableFormat(
            Optional<String> keyColumn,
            Optional<String> timestampColumn,
            List<String> valueColumns,
            TableLayout layout,
            char delimiter) {
        this(keyColumn, timestampColumn, valueColumns, FurtherColumns.NONE, layout, delimiter);
    }

    /**
     * The same format with other columns.
     *
     * @param values names of the first value columns; empty = found by default
     * @param others columns of other roles
     * @return format
     */
    public TableFormat with(List<String> values, FurtherColumns others) {
        return new TableFormat(keyColumn, timestampColumn, values, others, layout, delimiter);
    }

    /**
     * The same format in long layout, with other value columns.
     *
     * @param values names of the value columns
     * @return format
     */
    public TableFormat withValues(List<String> values) {
        return new TableFormat(keyColumn, timestampColumn, values, further, TableLayout.LONG, delimiter);
    }

    /**
     * The same format with another layout.
     *
     * @param other layout
     * @return format
     */
    public TableFormat withLayout(TableLayout other) {
        return new TableFormat(keyColumn, timestampColumn, valueColumns, further, other, delimiter);
    }

    /**
     * The format that finds everything by the default names, separated by commas.
     *
     * @return default format
     */
    public static TableFormat byDefaultNames() {
        return new TableFormat(Optional.empty(), Optional.empty(), List.of(), TableLayout.AUTO, ',');
    }
}
