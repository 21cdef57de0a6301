package io.gatecast.streams.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the columns of a table mean.
 *
 * @param keyColumn name of the column with the series' names; empty = {@value #DEFAULT_KEY_COLUMN} if there is one
 * @param timestampColumn name of the column with the event times; empty = the first present of {@link
 *     #DEFAULT_TIMESTAMP_COLUMNS}
 * @param valueColumns names of the value columns, in long layout the target first; empty = {@value
 *     #DEFAULT_VALUE_COLUMN}, or the only further column
 * @param layout how the table holds its series
 * @param delimiter character between the fields
 */
public record TableFormat(
        Optional<String> keyColumn,
        Optional<String> timestampColumn,
        List<String> valueColumns,
        TableLayout layout,
        char delimiter) {

    /** Name of the key column unless told otherwise. */
    public static final String DEFAULT_KEY_COLUMN = "key";

    /** Name of the value column unless told otherwise. */
    public static final String DEFAULT_VALUE_COLUMN = "value";

    /** Names looked for, in this order, as timestamp column. */
    public static final List<String> DEFAULT_TIMESTAMP_COLUMNS = List.of("timestamp", "date", "time", "ds");

    public TableFormat {
        Objects.requireNonNull(layout, "layout");
        valueColumns = List.copyOf(valueColumns);
        for (int i = 0; i < valueColumns.size(); i++) {
            String column = valueColumns.get(i);
            if (valueColumns.indexOf(column) != i) {
                throw new IllegalArgumentException("value columns must differ, '" + column + "' is named twice");
            }
            if (keyColumn.filter(column::equals).isPresent()
                    || timestampColumn.filter(column::equals).isPresent()) {
                throw new IllegalArgumentException(
                        "a value column must not be the key or timestamp column, was '" + column + "'");
            }
        }
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
