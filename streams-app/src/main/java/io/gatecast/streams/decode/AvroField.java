package io.gatecast.streams.decode;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Conversions.DecimalConversion;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** One field of one schema, possibly inside nested records, any of which may be null. */
final class AvroField {
    private static final DecimalConversion DECIMAL = new DecimalConversion();

    private final String path;
    private final int[] positions;
    private final Schema type;
    private final Schema elementType;

    private AvroField(String path, int[] positions, Schema type) {
        this.path = path;
        this.positions = positions;
        this.type = type;
        elementType = elementType(type);
    }

    /** Finds the field {@code a.b.c} of a record schema. */
    static AvroField locate(Schema schema, String path) throws BadRecordException {
        String[] names = path.split("\\.");
        int[] positions = new int[names.length];
        Schema at = schema;
        for (int i = 0; i < names.length; i++) {
            Schema.Field field = at.getType() == Schema.Type.RECORD ? at.getField(names[i]) : null;
            if (field == null) {
                throw new BadRecordException(
                        Reason.MISSING_FIELD, "field " + path + " is not in the schema " + schema.getFullName());
            }
            positions[i] = field.pos();
            at = withoutNull(field.schema());
        }
        return new AvroField(path, positions, at);
    }

    /** The one type of a nullable union; any other schema as it is. */
    private static Schema withoutNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        List<Schema> types = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return types.size() == 1 ? types.get(0) : schema;
    }

    private Optional<Object> get(IndexedRecord record) throws BadRecordException {
        Object value = record;
        for (int position : positions) {
            if (value == null) {
                return Optional.empty();
            }
            if (!(value instanceof IndexedRecord inner)) {
                throw wrongType("a record on the way", value);
            }
            value = inner.get(position);
        }
        return Optional.ofNullable(value);
    }

    SeriesKey key(IndexedRecord record) throws BadRecordException {
        Object value = get(record)
                .orElseThrow(() -> new BadRecordException(Reason.NULL_KEY, "field " + path + ": the key is null"));
        if (value instanceof CharSequence
                || value instanceof Integer
                || value instanceof Long
                || value instanceof GenericData.EnumSymbol) {
            return SeriesKey.checked(value.toString());
        }
        throw wrongType("text or a whole number", value);
    }

    long timestampMs(IndexedRecord record, EventTime format) throws BadRecordException {
        Object value = get(record).orElseThrow(() -> EventTime.missing(path));
        if (value instanceof CharSequence text) {
            return format.ofText(text.toString(), path);
        }
        if (format.isAuto() && value instanceof Long number && type.getLogicalType() != null) {
            return EventTime.checked(Math.floorDiv(number, unitsPerMillisecond(type.getLogicalType())), path);
        }
        if (format.isAuto() && value instanceof Integer days && type.getLogicalType() instanceof LogicalTypes.Date) {
            return EventTime.checked(days * 86_400_000.0, path);
        }
        if (value instanceof Number number) {
            return format.ofNumber(number.doubleValue(), path);
        }
        throw wrongType("a time", value);
    }

    private static long unitsPerMillisecond(LogicalType type) {
        return switch (type.getName()) {
            case "timestamp-micros", "local-timestamp-micros" -> 1000;
            case "timestamp-nanos", "local-timestamp-nanos" -> 1_000_000;
            default -> 1;
        };
    }

    void addValues(IndexedRecord record, ValueBuffer buffer) throws BadRecordException {
        Optional<Object> value = get(record);
        if (value.isEmpty()) {
            buffer.addMissing();
        } else if (value.get() instanceof List<?> list) {
            for (Object element : list) {
                addValue(element, elementType, buffer);
            }
        } else {
            addValue(value.get(), type, buffer);
        }
    }

    private void addValue(Object value, Schema schema, ValueBuffer buffer) throws BadRecordException {
        if (value == null) {
            buffer.addMissing();
        } else {
            buffer.add(number(value, schema), path);
        }
    }

    private double number(Object value, Schema schema) throws BadRecordException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return decimal(value, schema, decimal).doubleValue();
        }
        throw wrongType("a number", value);
    }

    /** Reads what is known of a column: the value of now, or an array of the values now and at the steps ahead. */
    void addKnown(IndexedRecord record, int column, Covariates covariates) throws BadRecordException {
        addKnown(get(record), type, column, covariates);
    }

    /** Reads what is known of a column out of an array with an element per column. */
    void addKnownAt(IndexedRecord record, int column, Covariates covariates) throws BadRecordException {
        addKnown(element(record, column), elementType, column, covariates);
    }

    private void addKnown(Optional<Object> known, Schema schema, int column, Covariates covariates)
            throws BadRecordException {
        List<?> steps = known.isPresent() && known.get() instanceof List<?> list
                ? list
                : Collections.singletonList(known.orElse(null));
        for (Object step : steps) {
            if (step == null) {
                covariates.addUnknown(column);
            } else {
                covariates.addKnown(column, number(step, elementType(schema)), path);
            }
        }
    }

    void setStatic(IndexedRecord record, int column, Covariates covariates) throws BadRecordException {
        setStatic(get(record), type, column, covariates);
    }

    /** Reads a static column out of an array with an element per column. */
    void setStaticAt(IndexedRecord record, int column, Covariates covariates) throws BadRecordException {
        setStatic(element(record, column), elementType, column, covariates);
    }

    private void setStatic(Optional<Object> value, Schema schema, int column, Covariates covariates)
            throws BadRecordException {
        Object found = value.orElse("");
        if (found instanceof CharSequence || found instanceof GenericData.EnumSymbol || found instanceof Boolean) {
            covariates.setStatic(column, found.toString(), path);
        } else {
            covariates.setStaticNumber(column, ValueBuffer.checked(number(found, schema), path), path);
        }
    }

    private Optional<Object> element(IndexedRecord record, int index) throws BadRecordException {
        Object value = get(record).orElse(List.of());
        if (!(value instanceof List<?> list)) {
            throw wrongType("an array", value);
        }
        return index < list.size() ? Optional.ofNullable(list.get(index)) : Optional.empty();
    }

    private static Schema elementType(Schema schema) {
        return schema.getType() == Schema.Type.ARRAY ? withoutNull(schema.getElementType()) : schema;
    }

    private BigDecimal decimal(Object value, Schema schema, LogicalTypes.Decimal decimal) throws BadRecordException {
        try {
            if (value instanceof ByteBuffer bytes) {
                return DECIMAL.fromBytes(bytes.duplicate(), schema, decimal);
            }
            if (value instanceof GenericFixed bytes) {
                return DECIMAL.fromFixed(bytes, schema, decimal);
            }
        } catch (NumberFormatException e) { // no bytes at all
            throw wrongType("a decimal", value);
        }
        throw wrongType("a decimal", value);
    }

    private BadRecordException wrongType(String expected, Object value) {
        return new BadRecordException(
                Reason.WRONG_TYPE,
                "field " + path + ": expected " + expected + ", was "
                        + value.getClass().getSimpleName() + " " + BadRecordException.quote(value));
    }
}
