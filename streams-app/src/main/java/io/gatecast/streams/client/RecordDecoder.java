package io.gatecast.streams.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;

/** Turns record values of any Avro record schema, or JSON objects, into JSON. */
public final class RecordDecoder implements AutoCloseable {
    private static final byte REGISTRY_MARK = 0;
    private static final int HEADER_BYTES = 5;
    private static final int NOT_FOUND = 404;

    private final KafkaAvroDeserializer avro = new KafkaAvroDeserializer();
    private final JsonMapper mapper = new JsonMapper();

    /**
     * Creates a decoder.
     *
     * @param cluster whose schema registry has the schemas
     */
    public RecordDecoder(Cluster cluster) {
        avro.configure(cluster.registryConfig(), false);
    }

    /**
     * Decodes a value. One that is neither Avro nor a JSON object gives an object with its place and what is wrong with
     * it, because a topic should be readable past a bad record.
     *
     * @param message the record
     * @return its content
     * @throws KafkaException if the schema registry does not answer, or not about the schema, which says nothing about the record
     */
    public ObjectNode decode(ConsumerRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        if (value == null) {
            return unreadable(message, "no value");
        }
        try {
            return value.length > HEADER_BYTES && value[0] == REGISTRY_MARK
                    ? fromAvro(message.topic(), value)
                    : fromJson(value);
        } catch (SerializationException | IOException e) {
            requireAnswer(e);
            return unreadable(message, e instanceof JsonProcessingException ? "neither Avro nor JSON" : e.getMessage());
        }
    }

    private static void requireAnswer(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLException
                    || cause instanceof RestClientException answer && answer.getStatus() != NOT_FOUND) {
                throw new KafkaException("the schema registry does not answer", cause);
            }
        }
    }

    @Override
    public void close() {
        avro.close();
    }

    private ObjectNode fromJson(byte[] value) throws IOException {
        if (mapper.readTree(value) instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not a JSON object");
    }

    private ObjectNode fromAvro(String topic, byte[] value) throws IOException {
        if (avro.deserialize(topic, value) instanceof GenericRecord content) {
            return record(content);
        }
        throw new IOException("not an Avro record");
    }

    private static ObjectNode record(GenericRecord content) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        content.getSchema().getFields().forEach(field -> node.set(field.name(), node(content.get(field.pos()))));
        return node;
    }

    // By the Java types of Avro's generic representation; text comes as Utf8, enums as symbols.
    private static JsonNode node(Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value == null) {
            return json.nullNode();
        } else if (value instanceof Double number) {
            return json.numberNode(number);
        } else if (value instanceof Float number) {
            return json.numberNode(number);
        } else if (value instanceof Long number) {
            return json.numberNode(number);
        } else if (value instanceof Integer number) {
            return json.numberNode(number);
        } else if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        } else if (value instanceof GenericRecord nested) {
            return record(nested);
        } else if (value instanceof Iterable<?> elements) {
            var array = json.arrayNode();
            elements.forEach(element -> array.add(node(element)));
            return array;
        } else if (value instanceof Map<?, ?> entries) {
            ObjectNode object = json.objectNode();
            entries.forEach((name, element) -> object.set(name.toString(), node(element)));
            return object;
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return json.binaryNode(copy);
        }
        return json.textNode(value.toString());
    }

    private static ObjectNode unreadable(ConsumerRecord<byte[], byte[]> message, String reason) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("topic", message.topic());
        node.put("partition", message.partition());
        node.put("offset", message.offset());
        node.put("timestampMs", message.timestamp());
        node.put("key", message.key() == null ? null : new String(message.key(), StandardCharsets.UTF_8));
        node.put("unreadable", reason);
        return node;
    }
}
