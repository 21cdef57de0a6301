package io.gatecast.streams.decode;

import static io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig.RULE_ACTIONS;
import static io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig.RULE_EXECUTORS;
import static io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig.USE_LATEST_VERSION;
import static io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig.USE_LATEST_WITH_METADATA;
import static io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig.USE_SCHEMA_ID;
import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.AVRO_USE_LOGICAL_TYPE_CONVERTERS_CONFIG;
import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads Avro behind a registry's schema id and tells apart what can go wrong.
 *
 * <p>The first record of each schema is read by Confluent's deserializer. If Avro alone reads the same from it, it reads all
 * further ones, in half the time; not so where the registry may have other ideas later: newer versions, or rules.
 */
final class AvroBytes {
    private static final byte MAGIC = 0;
    private static final int PREFIX_LENGTH = 5;
    private static final List<String> LEFT_TO_REGISTRY =
            List.of(USE_LATEST_VERSION, USE_LATEST_WITH_METADATA, USE_SCHEMA_ID, RULE_EXECUTORS, RULE_ACTIONS);

    static {
        AvroLimits.set();
        AvroLimits.check();
    }

    private final SchemaRegistryClient registry;
    private final KafkaAvroDeserializer deserializer;
    private final boolean mayBypass;
    private final Map<Integer, Optional<DirectReader>> direct = new ConcurrentHashMap<>(); // by schema id

    AvroBytes(SchemaRegistryClient registry, Map<String, String> registrySettings, boolean isKey) {
        this.registry = registry;
        deserializer = new KafkaAvroDeserializer(registry, deserializerSettings(registrySettings), isKey);
        mayBypass = LEFT_TO_REGISTRY.stream().noneMatch(registrySettings::containsKey);
    }

    /** Settings that make the deserializer return generic values with raw logical types. */
    private static Map<String, String> deserializerSettings(Map<String, String> registrySettings) {
        Map<String, String> settings = new HashMap<>(registrySettings);
        settings.put(SPECIFIC_AVRO_READER_CONFIG, "false");
        settings.put(AVRO_USE_LOGICAL_TYPE_CONVERTERS_CONFIG, "false");
        return settings;
    }

    static boolean isFramed(byte[] bytes) {
        return bytes.length >= PREFIX_LENGTH && bytes[0] == MAGIC;
    }

    /** Reads a value; {@code otherwise} is the reason if the bytes do not fit their schema. */
    Object read(String topic, byte[] bytes, Reason otherwise) throws BadRecordException {
        if (!isFramed(bytes)) {
            throw new BadRecordException(
                    Reason.WRONG_MAGIC_BYTE,
                    "Avro must begin with byte 0 and a schema id of 4 bytes, was "
                            + (bytes.length < PREFIX_LENGTH ? bytes.length + " bytes long" : "byte " + bytes[0]));
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        if (id <= 0) {
            throw new BadRecordException(Reason.UNKNOWN_SCHEMA, "a schema id must be positive, was " + id);
        }
        Optional<DirectReader> reader = direct.get(id);
        if (reader != null && reader.isPresent()) {
            try {
                return reader.get().read(bytes, PREFIX_LENGTH);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                // the deserializer will fail as well, and is asked why
            }
        }
        try {
            Object value = deserializer.deserialize(topic, bytes);
            if (reader == null) {
                direct.put(id, mayBypass ? direct(id, value, bytes) : Optional.empty());
            }
            return value;
        } catch (SerializationException | UnknownSchemaException e) {
            throw explained(e, otherwise);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new BadRecordException(otherwise, "the bytes do not fit their schema: " + e);
        }
    }

    /** A reader for all further values of a schema, if it reads the first as the deserializer does and no rules apply to any. */
    private Optional<DirectReader> direct(int id, Object value, byte[] bytes) {
        if (!(value instanceof IndexedRecord record)) {
            return Optional.empty();
        }
        try {
            DirectReader reader = new DirectReader(record.getSchema());
            boolean plain = registry.getSchemaById(id).ruleSet() == null;
            return Optional.of(reader).filter(r -> plain && readsSame(r, bytes, value));
        } catch (IOException | RestClientException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean readsSame(DirectReader reader, byte[] bytes, Object value) {
        try {
            return value.equals(reader.read(bytes, PREFIX_LENGTH));
        } catch (IOException e) {
            return false;
        }
    }

    private static BadRecordException explained(RuntimeException failure, Reason otherwise) {
        Throwable root = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof RegistryUnavailableException outage) {
                throw outage;
            }
            if (t instanceof UnknownSchemaException unknown) {
                return new BadRecordException(Reason.UNKNOWN_SCHEMA, unknown.getMessage());
            }
            root = t;
        }
        String detail =
                Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
        return new BadRecordException(otherwise, failure.getMessage() + ": " + BadRecordException.quote(detail));
    }
}
