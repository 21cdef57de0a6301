package io.gatecast.streams.decode;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.Observation;
import io.gatecast.streams.config.GatecastConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Avro records of any schema. Which field is where is worked out once per schema. */
final class AvroFormat implements EventFormat {
    private static final String OBSERVATION = Observation.getClassSchema().getFullName();

    private final GatecastConfig config;
    private final ModelSpec model;
    private final EventTime time;
    private final AvroBytes avro;
    private final Map<Schema, Fields> fieldsBySchema = new ConcurrentHashMap<>();

    AvroFormat(GatecastConfig config, ModelSpec model, SchemaRegistryClient registry) {
        this.config = config;
        this.model = model;
        time = new EventTime(config.timestampFormat());
        avro = new AvroBytes(registry, config.registrySettings(), false);
    }

    @Override
    public Event read(String topic, byte[] bytes) throws BadRecordException {
        Object value = avro.read(topic, bytes, Reason.UNREADABLE_AVRO);
        if (!(value instanceof IndexedRecord record)) {
            throw new BadRecordException(
                    Reason.NOT_A_RECORD, "the value must be an Avro record, was " + BadRecordException.quote(value));
        }
        Fields fields = fieldsBySchema.get(record.getSchema());
        if (fields == null) {
            fields = locate(record.getSchema());
            fieldsBySchema.put(record.getSchema(), fields);
        }
        return fields.read(record);
    }

    private Fields locate(Schema schema) throws BadRecordException {
        boolean observation = schema.getFullName().equals(OBSERVATION);
        List<String> names = config.valueFields();
        if (names.isEmpty()) {
            names = List.of(observation ? "values" : "value");
        }
        Optional<String> timeName = config.timestampField();
        if (timeName.isEmpty() && observation) {
            timeName = Optional.of("timestampMs");
        }
        return new Fields(
                find(schema, config.keyField()),
                find(schema, timeName),
                locate(schema, names),
                covariates(schema, observation && config.valueFields().isEmpty()));
    }

    /** Gatecast's own observations have them in arrays without names, other records in fields of the columns' names. */
    private CovariateFields covariates(Schema schema, boolean byPosition) throws BadRecordException {
        List<String> known = model.roles().knownNames();
        List<String> statics = model.roles().staticNames();
        if (!byPosition) {
            return new CovariateFields(false, locate(schema, known), locate(schema, statics));
        }
        return new CovariateFields(
                true,
                locate(schema, known.isEmpty() ? List.of() : List.of("known")),
                locate(schema, statics.isEmpty() ? List.of() : List.of("statics")));
    }

    private static List<AvroField> locate(Schema schema, List<String> names) throws BadRecordException {
        List<AvroField> fields = new ArrayList<>();
        for (String name : names) {
            fields.add(AvroField.locate(schema, name));
        }
        return fields;
    }

    private static Optional<AvroField> find(Schema schema, Optional<String> name) throws BadRecordException {
        return name.isPresent() ? Optional.of(AvroField.locate(schema, name.get())) : Optional.empty();
    }

    private final class CovariateFields {
        private final boolean byPosition;
        private final List<AvroField> known;
        private final List<AvroField> statics;

        CovariateFields(boolean byPosition, List<AvroField> known, List<AvroField> statics) {
            this.byPosition = byPosition;
            this.known = known;
            this.statics = statics;
        }

        Covariates read(IndexedRecord record) throws BadRecordException {
            Covariates covariates = new Covariates(model);
            for (int c = 0; c < model.roles().known().size(); c++) {
                if (byPosition) {
                    known.get(0).addKnownAt(record, c, covariates);
                } else {
                    known.get(c).addKnown(record, c, covariates);
                }
            }
            for (int c = 0; c < model.roles().statics().size(); c++) {
                if (byPosition) {
                    statics.get(0).setStaticAt(record, c, covariates);
                } else {
                    statics.get(c).setStatic(record, c, covariates);
                }
            }
            return covariates;
        }
    }

    private final class Fields {
        private final Optional<AvroField> key;
        private final Optional<AvroField> timestamp;
        private final List<AvroField> values;
        private final CovariateFields covariates;

        Fields(
                Optional<AvroField> key,
                Optional<AvroField> timestamp,
                List<AvroField> values,
                CovariateFields covariates) {
            this.key = key;
            this.timestamp = timestamp;
            this.values = values;
            this.covariates = covariates;
        }

        Event read(IndexedRecord record) throws BadRecordException {
            Optional<String> series =
                    key.isPresent() ? Optional.of(key.get().key(record).text()) : Optional.empty();
            OptionalLong atMs = timestamp.isPresent()
                    ? OptionalLong.of(timestamp.get().timestampMs(record, time))
                    : OptionalLong.empty();
            ValueBuffer buffer = new ValueBuffer(model.columns().size());
            for (AvroField field : values) {
                field.addValues(record, buffer);
            }
            return new Event(series, atMs, buffer.complete(), covariates.read(record));
        }
    }
}
