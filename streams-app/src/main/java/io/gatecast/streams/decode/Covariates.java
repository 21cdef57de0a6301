package io.gatecast.streams.decode;

import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticColumn;
import java.util.Arrays;

/** What a record says of the model's known and static columns: steps beyond the horizon are left out. */
final class Covariates {
    private final ColumnRoles roles;
    private final int steps;
    private final double[][] known;
    private final double[] statics;

    Covariates(ModelSpec model) {
        this(model.roles(), model.horizon());
    }

    Covariates(ColumnRoles roles, int horizon) {
        this.roles = roles;
        steps = horizon + 1;
        known = new double[roles.known().size()][0];
        statics = new double[roles.statics().size()];
    }

    /** Appends a known column's value at the next step. */
    void addKnown(int column, double value, String field) throws BadRecordException {
        put(column, ValueBuffer.checked(value, field));
    }

    /** Appends that a known column's value at the next step is unknown. */
    void addUnknown(int column) {
        put(column, Double.NaN);
    }

    private void put(int column, double value) {
        double[] before = known[column];
        if (before.length < steps) {
            known[column] = Arrays.copyOf(before, before.length + 1);
            known[column][before.length] = value;
        }
    }

    void setStatic(int column, String text, String field) throws BadRecordException {
        StaticColumn target = roles.statics().get(column);
        try {
            double code = target.code(text);
            statics[column] = Double.isNaN(code) ? code : ValueBuffer.checked(code, field);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(
                    Reason.WRONG_TYPE, "field " + field + ": expected a number, was " + BadRecordException.quote(text));
        }
    }

    void setStaticNumber(int column, double value, String field) throws BadRecordException {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        setStatic(column, whole ? Long.toString((long) value) : Double.toString(value), field);
    }

    double[][] known() {
        return known;
    }

    double[] statics() {
        return statics;
    }
}
