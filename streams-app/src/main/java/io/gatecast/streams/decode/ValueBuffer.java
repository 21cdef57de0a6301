package io.gatecast.streams.decode;

import io.gatecast.core.Observation;

/** Collects the values of one record, checks each and their number. */
final class ValueBuffer {
    private final double[] values;
    private int count;

    ValueBuffer(int columns) {
        values = new double[columns];
    }

    void addMissing() throws BadRecordException {
        put(Double.NaN);
    }

    void add(double value, String field) throws BadRecordException {
        put(checked(value, field));
    }

    /** A number that an observation can hold. */
    static double checked(double value, String field) throws BadRecordException {
        if (Double.isNaN(value)) {
            throw new BadRecordException(Reason.VALUE_NAN, "field " + field + ": a value must be a number, was NaN");
        }
        if (Double.isInfinite(value)) {
            throw new BadRecordException(
                    Reason.VALUE_INFINITE, "field " + field + ": a value must be finite, was " + value);
        }
        if (Math.abs(value) > Observation.MAX_MAGNITUDE) {
            throw new BadRecordException(
                    Reason.VALUE_OUT_OF_RANGE,
                    "field " + field + ": a value must be between -" + Observation.MAX_MAGNITUDE + " and "
                            + Observation.MAX_MAGNITUDE + ", was " + value);
        }
        return value;
    }

    private void put(double value) throws BadRecordException {
        if (count == values.length) {
            throw new BadRecordException(
                    Reason.TOO_MANY_VALUES, "the model takes " + values.length + " values, the record has more");
        }
        values[count++] = value;
    }

    double[] complete() throws BadRecordException {
        if (count < values.length) {
            throw new BadRecordException(
                    Reason.TOO_FEW_VALUES, "the model takes " + values.length + " values, the record has " + count);
        }
        return values;
    }
}
