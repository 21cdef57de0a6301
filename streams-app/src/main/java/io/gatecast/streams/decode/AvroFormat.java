package io.gatecast.streams.decode;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
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
    private final int columns;
    private final EventTime time;
    private final AvroBytes avro;
    private final Map<Schema, Fields> fieldsBySchema = new ConcurrentHashMap<>();

    AvroFormat(GatecastConfig config, int columns, SchemaRegistryClient registry) {
        this.config = config;
        this.columns = columns;
        time = new EventTime(config.timestampFormat());
        avro = new AvroBytes(
                new KafkaAvroDeserializer(registry, AvroBytes.deserializerSettings(config.registrySettings()), false));
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
        List<AvroField> values = new ArrayList<>();
        for (String name : names) {
            values.add(AvroField.locate(schema, name));
        }
        return new Fields(find(schema, config.keyField()), find(schema, timeName), values);
    }

    private static Optional<AvroField> find(Schema schema, Optional<String> name) throws BadRecordException {
        return name.isPresent() ? Optional.of(AvroField.locate(schema, name.get())) : Optional.empty();
    }

    private final class Fields {
        private final Optional<AvroField> key;
        private final Optional<AvroField> timestamp;
        private final List<AvroField> values;

        Fields(Optional<AvroField> key, Optional<AvroField> timestamp, List<AvroField> values) {
            this.key = key;
            this.timestamp = timestamp;
            this.values = values;
        }

        Event read(IndexedRecord record) throws BadRecordException {
            Optional<String> series =
                    key.isPresent() ? Optional.of(key.get().key(record).text()) : Optional.empty();
            OptionalLong atMs = timestamp.isPresent()
                    ? OptionalLong.of(timestamp.get().timestampMs(record, time))
                    : OptionalLong.empty();
            ValueBuffer buffer = new ValueBuffer(columns);
            for (AvroField field : values) {
                field.addValues(record, buffer);
            }
            return new Event(series, atMs, buffer.complete());
        }
    }
}
