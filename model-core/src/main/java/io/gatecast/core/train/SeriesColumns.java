package io.gatecast.core.train;

import io.gatecast.core.spec.ColumnRoles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of the columns of training series, by role.
 *
 * @param targets columns to forecast, at least one
 * @param inputs columns whose past is an input
 * @param known columns whose future is known
 * @param statics columns that do not change within a series
 */
public record SeriesColumns(List<String> targets, List<String> inputs, List<String> known, List<String> statics) {
    public SeriesColumns {
        targets = List.copyOf(targets);
        inputs = List.copyOf(inputs);
        known = List.copyOf(known);
        statics = List.copyOf(statics);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("training needs at least one target column, got none");
        }
        Set<String> names = new HashSet<>();
        for (List<String> role : List.of(targets, inputs, known, statics)) {
            for (String name : role) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException("a column has one role, '" + name + "' is named twice");
                }
            }
        }
    }

    /**
     * The first of some value columns is the target, the others are inputs.
     *
     * @param columns names of the value columns, at least one
     * @return roles
     */
    public static SeriesColumns ofValues(List<String> columns) {
        return ofValues(columns, 1);
    }

    /**
     * The first of some value columns are targets, the others are inputs.
     *
     * @param columns names of the value columns
     * @param targets number of targets
     * @return roles
     */
    public static SeriesColumns ofValues(List<String> columns, int targets) {
        int count = Math.min(targets, columns.size());
        return new SeriesColumns(
                columns.subList(0, count), columns.subList(count, columns.size()), List.of(), List.of());
    }

    /**
     * The columns of a model.
     *
     * @param columns names of the value columns
     * @param roles the model's targets, known and static columns
     * @return roles
     */
    public static SeriesColumns of(List<String> columns, ColumnRoles roles) {
        SeriesColumns values = ofValues(columns, roles.targets());
        return new SeriesColumns(values.targets, values.inputs, roles.knownNames(), roles.staticNames());
    }

    /**
     * Names of the value columns.
     *
     * @return targets, then inputs
     */
    public List<String> values() {
        List<String> names = new ArrayList<>(targets);
        names.addAll(inputs);
        return names;
    }

    /** The names of the value columns, if there are no others and one target; otherwise all roles that occur. */
    @Override
    public String toString() {
        if (targets.size() == 1 && known.isEmpty() && statics.isEmpty()) {
            return values().toString();
        }
        return "targets " + targets
                + (inputs.isEmpty() ? "" : ", inputs " + inputs)
                + (known.isEmpty() ? "" : ", known " + known)
                + (statics.isEmpty() ? "" : ", static " + statics);
    }
}
