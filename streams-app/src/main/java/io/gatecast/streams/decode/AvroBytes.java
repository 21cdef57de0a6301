package io.gatecast.streams.decode;

import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.AVRO_USE_LOGICAL_TYPE_CONVERTERS_CONFIG;
import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/** Reads Avro behind a registry's schema id and tells apart what can go wrong. */
final class AvroBytes {
    private static final byte MAGIC = 0;
    private static final int PREFIX_LENGTH = 5;

    static {
        AvroLimits.set();
        AvroLimits.check();
    }

    private final KafkaAvroDeserializer deserializer;

    AvroBytes(KafkaAvroDeserializer deserializer) {
        this.deserializer = deserializer;
    }

    /** Settings that make the deserializer return generic values with raw logical types. */
    static Map<String, String> deserializerSettings(Map<String, String> registrySettings) {
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
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (SerializationException | UnknownSchemaException e) {
            throw explained(e, otherwise);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new BadRecordException(otherwise, "the bytes do not fit their schema: " + e);
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
