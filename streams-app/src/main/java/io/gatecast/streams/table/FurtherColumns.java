package io.gatecast.streams.table;

import java.util.List;

/**
 * The columns of a table beside key, timestamp and the first value columns, by role.
 *
 * @param inputs value columns after those that the format names first
 * @param known columns whose values in later rows are known in a row
 * @param statics columns with the same text in all rows of a series
 */
public record FurtherColumns(List<String> inputs, List<String> known, List<String> statics) {
    /** There are no further columns. */
    public static final FurtherColumns NONE = new FurtherColumns(List.of(), List.of(), List.of());

    public FurtherColumns {
        inputs = List.copyOf(inputs);
        known = List.copyOf(known);
        statics = List.copyOf(statics);
    }

    boolean isEmpty() {
        return inputs.isEmpty() && known.isEmpty() && statics.isEmpty();
    }
}
