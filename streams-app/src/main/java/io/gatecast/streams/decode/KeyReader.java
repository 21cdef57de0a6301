package io.gatecast.streams.decode;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.KeyFormat;
import java.util.Optional;

/** Reads series keys from record keys. Safe for use by many threads. */
public final class KeyReader {
    private final KeyFormat format;
    private final Optional<AvroBytes> avro;

    /**
     * Creates a reader.
     *
     * @param config in which format record keys are
     * @param registry where Avro schemas are, if there is one
     */
    public KeyReader(GatecastConfig config, Optional<SchemaRegistryClient> registry) {
        format = config.keyFormat();
        avro = registry.map(client -> new AvroBytes(client, config.registrySettings(), true));
    }

    /**
     * Reads a record key.
     *
     * @param topic topic of the record
     * @param key the bytes, may be null
     * @return the series key, or why there is none
     * @throws RegistryUnavailableException if the schema registry fails
     */
    public DecodedKey read(String topic, byte[] key) {
        if (key == null) {
            return new Rejected(Reason.NULL_KEY, "the record has no key");
        }
        try {
            return SeriesKey.checked(
                    isAvro(key) ? fromAvro(topic, key) : Utf8.decode(key, Reason.UNREADABLE_KEY, "the key"));
        } catch (BadRecordException e) {
            return e.rejected();
        }
    }

    private boolean isAvro(byte[] key) {
        return avro.isPresent() && (format == KeyFormat.AVRO || format == KeyFormat.AUTO && AvroBytes.isFramed(key));
    }

    private String fromAvro(String topic, byte[] key) throws BadRecordException {
        Object value = avro.orElseThrow().read(topic, key, Reason.UNREADABLE_KEY);
        if (value instanceof CharSequence || value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        throw new BadRecordException(
                Reason.UNREADABLE_KEY,
                "an Avro key must be a string, int or long, was " + BadRecordException.quote(value));
    }
}
