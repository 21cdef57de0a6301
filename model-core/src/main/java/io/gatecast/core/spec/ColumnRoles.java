package io.gatecast.core.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What columns a model has beside plain values, and how many of the value columns it forecasts.
 *
 * @param targets number of value columns that are forecast, the first ones, at least 1
 * @param known columns whose future is known
 * @param statics columns that do not change within a series
 */
public record ColumnRoles(int targets, List<KnownColumn> known, List<StaticColumn> statics) {
    /** Most columns of each role, which bounds the memory of one observation. */
    public static final int MOST = 256;

    /** The first value column is forecast, and there are only value columns. */
    public static final ColumnRoles ONE_TARGET = new ColumnRoles(1, List.of(), List.of());

    public ColumnRoles {
        known = List.copyOf(known);
        statics = List.copyOf(statics);
        if (targets < 1) {
            throw new IllegalArgumentException("a model must have at least one target, has " + targets);
        }
        if (known.size() > MOST || statics.size() > MOST) {
            throw new IllegalArgumentException("a model may have " + MOST + " known and as many static columns, has "
                    + known.size() + " and " + statics.size());
        }
        Set<String> names = new HashSet<>();
        known.forEach(column -> requireNew(column.name(), names));
        statics.forEach(column -> requireNew(column.name(), names));
    }

    private static void requireNew(String name, Set<String> names) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("known and static columns must differ, '" + name + "' is there twice");
        }
    }

    /**
     * Names of the known columns.
     *
     * @return names in order
     */
    public List<String> knownNames() {
        return known.stream().map(KnownColumn::name).toList();
    }

    /**
     * Names of the static columns.
     *
     * @return names in order
     */
    public List<String> staticNames() {
        return statics.stream().map(StaticColumn::name).toList();
    }

    /**
     * Number of inputs that the static columns become.
     *
     * @return sum of their sizes
     */
    public int staticSize() {
        return statics.stream().mapToInt(StaticColumn::size).sum();
    }
}
