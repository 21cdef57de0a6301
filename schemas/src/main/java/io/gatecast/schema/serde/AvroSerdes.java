package io.gatecast.schema.serde;

import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.SPECIFIC_AVRO_KEY_TYPE_CONFIG;
import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG;
import static io.confluent.kafka.serializers.KafkaAvroDeserializerConfig.SPECIFIC_AVRO_VALUE_TYPE_CONFIG;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Makes Kafka serdes for generated Avro records, whose schemas are kept in a schema registry. */
public final class AvroSerdes {
    private AvroSerdes() {}

    /**
     * Returns a configured serde for one record type. It writes with the schema of the generated class and reads
     * whatever compatible schema the record was written with. A null record is a null payload and back; a payload
     * that cannot be read fails with {@link org.apache.kafka.common.errors.SerializationException}.
     *
     * @param <T> the record type
     * @param type the generated class
     * @param config settings of Confluent's Avro serializers; {@code schema.registry.url} is required
     * @param isKey true for record keys, false for record values
     * @return the serde, to be closed by the caller
     * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong
     */
    public static <T extends SpecificRecord> Serde<T> of(Class<T> type, Map<String, ?> config, boolean isKey) {
        Objects.requireNonNull(type, "type");
        return of(type, new GeneratedWriter<>(SpecificData.get().getSchema(type)), config, isKey);
    }

    /**
     * Returns a configured serde for records that can be written faster than by the code generated with their class. It writes
     * and reads the same bytes as {@linkplain #of(Class, Map, boolean) that of the class}.
     *
     * @param <T> the record type
     * @param type the generated class
     * @param writer writes with the schema of the generated class
     * @param config settings of Confluent's Avro serializers; {@code schema.registry.url} is required
     * @param isKey true for record keys, false for record values
     * @return the serde, to be closed by the caller
     * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong
     */
    public static <T extends SpecificRecord> Serde<T> of(
            Class<T> type, RecordWriter<T> writer, Map<String, ?> config, boolean isKey) {
        Objects.requireNonNull(type, "type");
        Map<String, Object> settings = new HashMap<>(config);
        settings.put(SPECIFIC_AVRO_READER_CONFIG, true);
        settings.put(isKey ? SPECIFIC_AVRO_KEY_TYPE_CONFIG : SPECIFIC_AVRO_VALUE_TYPE_CONFIG, type.getName());

        Serializer<T> serializer = new RecordSerializer<>(writer);
        serializer.configure(settings, isKey);
        Deserializer<T> deserializer = new RecordDeserializer<>(type);
        deserializer.configure(settings, isKey);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static final class RecordDeserializer<T> implements Deserializer<T> {
        private final KafkaAvroDeserializer avro = new KafkaAvroDeserializer();
        private final Class<T> type;

        RecordDeserializer(Class<T> type) {
            this.type = type;
        }

        @Override
        public void configure(Map<String, ?> config, boolean isKey) {
            avro.configure(config, isKey);
        }

        @Override
        public T deserialize(String topic, byte[] data) {
            return type.cast(avro.deserialize(topic, data));
        }

        @Override
        public T deserialize(String topic, Headers headers, byte[] data) {
            return type.cast(avro.deserialize(topic, headers, data));
        }

        @Override
        public void close() {
            avro.close();
        }
    }
}
