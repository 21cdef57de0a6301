package io.gatecast.streams.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** JSON objects. */
final class JsonFormat implements EventFormat {
    private static final ObjectReader READER = reader();
    private static final List<String> VALUE = List.of("value");
    private static final List<String> VALUES = List.of("values");
    private static final String TIMESTAMP_MS = "timestampMs";
    private static final String KNOWN = "known";
    private static final String STATICS = "statics";

    private final Optional<String> key;
    private final Optional<String> timestamp;
    private final List<String> values;
    private final EventTime time;
    private final ModelSpec model;
    private final List<String> known;
    private final List<String> statics;

    JsonFormat(GatecastConfig config, ModelSpec model) {
        key = config.keyField();
        timestamp = config.timestampField();
        values = config.valueFields();
        time = new EventTime(config.timestampFormat());
        this.model = model;
        known = model.roles().knownNames();
        statics = model.roles().staticNames();
    }

    private static ObjectReader reader() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxNumberLength(400)
                        .build());
        return mapper.reader();
    }

    @Override
    public Event read(String topic, byte[] bytes) throws BadRecordException {
        JsonNode record = parse(bytes);
        if (!record.isObject()) {
            throw new BadRecordException(
                    Reason.NOT_A_RECORD,
                    "the value must be a JSON object, was " + BadRecordException.quote(record.getNodeType()));
        }
        boolean observation = record.has(TIMESTAMP_MS) && record.path("values").isArray();
        Optional<String> series =
                key.isPresent() ? Optional.of(key(record, key.get()).text()) : Optional.empty();
        ValueBuffer buffer = new ValueBuffer(model.columns().size());
        for (String field : values.isEmpty() ? (observation ? VALUES : VALUE) : values) {
            addValues(required(record, field), field, buffer);
        }
        return new Event(
                series,
                timestampMs(record, observation),
                buffer.complete(),
                covariates(record, observation && values.isEmpty()));
    }

    /** Gatecast's own observations have them in arrays without names, other records in fields of the columns' names. */
    private Covariates covariates(JsonNode record, boolean byPosition) throws BadRecordException {
        Covariates covariates = new Covariates(model);
        for (int c = 0; c < known.size(); c++) {
            String field = known.get(c);
            JsonNode ahead = byPosition ? record.path(KNOWN).path(c) : required(record, field);
            if (ahead.isArray()) {
                for (JsonNode step : ahead) {
                    addKnown(step, c, field, covariates);
                }
            } else {
                addKnown(ahead, c, field, covariates);
            }
        }
        for (int c = 0; c < statics.size(); c++) {
            String field = statics.get(c);
            setStatic(byPosition ? record.path(STATICS).path(c) : required(record, field), c, field, covariates);
        }
        return covariates;
    }

    private static void addKnown(JsonNode node, int column, String field, Covariates covariates)
            throws BadRecordException {
        if (node.isNull() || node.isMissingNode()) {
            covariates.addUnknown(column);
        } else if (node.isNumber()) {
            covariates.addKnown(column, node.doubleValue(), field);
        } else if (node.isBoolean()) {
            covariates.addKnown(column, node.booleanValue() ? 1 : 0, field);
        } else {
            throw wrongType(field, "a number or an array of numbers", node);
        }
    }

    private static void setStatic(JsonNode node, int column, String field, Covariates covariates)
            throws BadRecordException {
        if (node.isNull() || node.isMissingNode()) {
            covariates.setStatic(column, "", field);
        } else if (node.isNumber()) {
            covariates.setStaticNumber(column, node.doubleValue(), field);
        } else if (node.isTextual() || node.isBoolean()) {
            covariates.setStatic(column, node.asText(), field);
        } else {
            throw wrongType(field, "text or a number", node);
        }
    }

    private static JsonNode parse(byte[] bytes) throws BadRecordException {
        try {
            return READER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new BadRecordException(
                    Reason.UNREADABLE_JSON,
                    "the value must be one JSON document: " + BadRecordException.quote(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new BadRecordException(Reason.UNREADABLE_JSON, "the value must be one JSON document: " + e);
        }
    }

    private OptionalLong timestampMs(JsonNode record, boolean observation) throws BadRecordException {
        if (timestamp.isEmpty() && !observation) {
            return OptionalLong.empty();
        }
        String field = timestamp.orElse(TIMESTAMP_MS);
        JsonNode node = required(record, field);
        if (node.isNull()) {
            throw EventTime.missing(field);
        }
        if (node.isNumber()) {
            return OptionalLong.of(time.ofNumber(node.doubleValue(), field));
        }
        if (node.isTextual()) {
            return OptionalLong.of(time.ofText(node.textValue(), field));
        }
        throw wrongType(field, "a time", node);
    }

    private static SeriesKey key(JsonNode record, String field) throws BadRecordException {
        JsonNode node = required(record, field);
        if (node.isNull()) {
            throw new BadRecordException(Reason.NULL_KEY, "field " + field + ": the key is null");
        }
        if (node.isTextual() || node.isIntegralNumber()) {
            return SeriesKey.checked(node.asText());
        }
        throw wrongType(field, "text or a whole number", node);
    }

    /** The field {@code a.b.c}; null on the way means null. */
    private static JsonNode required(JsonNode record, String path) throws BadRecordException {
        JsonNode at = record.get(path);
        if (at != null) {
            return at;
        }
        at = record;
        for (String name : path.split("\\.")) {
            if (at.isNull()) {
                return at;
            }
            at = at.path(name);
        }
        if (at.isMissingNode()) {
            throw new BadRecordException(Reason.MISSING_FIELD, "field " + path + " is not in the JSON object");
        }
        return at;
    }

    private static void addValues(JsonNode node, String field, ValueBuffer buffer) throws BadRecordException {
        if (node.isArray()) {
            for (JsonNode element : node) {
                addValue(element, field, buffer);
            }
        } else {
            addValue(node, field, buffer);
        }
    }

    private static void addValue(JsonNode node, String field, ValueBuffer buffer) throws BadRecordException {
        if (node.isNull()) {
            buffer.addMissing();
        } else if (node.isNumber()) {
            buffer.add(node.doubleValue(), field);
        } else if (node.isBoolean()) {
            buffer.add(node.booleanValue() ? 1 : 0, field);
        } else {
            throw wrongType(field, "a number", node);
        }
    }

    private static BadRecordException wrongType(String field, String expected, JsonNode node) {
        return new BadRecordException(
                Reason.WRONG_TYPE,
                "field " + field + ": expected " + expected + ", was " + BadRecordException.quote(node));
    }
}
