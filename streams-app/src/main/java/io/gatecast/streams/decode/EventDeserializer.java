package io.gatecast.streams.decode;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads record values in the configured format. A value that cannot be used becomes a {@link Rejected}, never an
 * exception; only a failing registry throws, because the record may be good. Safe for use by many threads.
 */
public final class EventDeserializer implements Deserializer<InputValue> {
    private static final Rejected NO_VALUE = new Rejected(Reason.NULL_VALUE, "the record has no value");

    private final EventFormat format;

    /**
     * Creates a deserializer.
     *
     * @param config which format, and which fields to take
     * @param model the columns the model takes
     * @param registry where Avro schemas are; if there is one
     */
    public EventDeserializer(GatecastConfig config, ModelSpec model, Optional<SchemaRegistryClient> registry) {
        format = switch (config.inputFormat()) {
            case AVRO -> new AvroFormat(config, model, registry.orElseThrow());
            case JSON -> new JsonFormat(config, model);
            case CSV -> new CsvFormat(config, model);
        };
    }

    /**
     * Reads a value.
     *
     * @param topic topic of the record
     * @param value its value, may be null
     * @return its bytes with the event or rejection they are
     * @throws RegistryUnavailableException if the schema registry fails
     */
    @Override
    public InputValue deserialize(String topic, byte[] value) {
        if (value == null) {
            return new InputValue(null, NO_VALUE);
        }
        return new InputValue(value, decoded(topic, value));
    }

    private Decoded decoded(String topic, byte[] value) {
        try {
            return format.read(topic, value);
        } catch (BadRecordException e) {
            return e.rejected();
        }
    }
}
