package io.gatecast.streams.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {
    private static final byte[] FRAMED = {0, 0, 0, 0, 1, 2};

    @Test
    void shouldNotBlameTheRecordForSilentRegistry() {
        try (RecordDecoder decoder = decoder("http://localhost:1")) {
            assertThatThrownBy(() -> decoder.decode(message(FRAMED)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessage("the schema registry does not answer");
        }
    }

    @Test
    void shouldDescribeRecordOfUnknownSchema() {
        try (RecordDecoder decoder = decoder("mock://record-decoder-test")) {
            assertThat(decoder.decode(message(FRAMED)).path("unreadable").asText())
                    .isNotEmpty();
        }
    }

    @Test
    void shouldDescribeRecordThatIsNeitherAvroNorJson() {
        try (RecordDecoder decoder = decoder("mock://record-decoder-test")) {
            byte[] text = "{oops".getBytes(StandardCharsets.UTF_8);

            assertThat(decoder.decode(message(text)).path("unreadable").asText())
                    .isEqualTo("neither Avro nor JSON");
            assertThat(decoder.decode(message(null)).path("unreadable").asText())
                    .isEqualTo("no value");
        }
    }

    private static RecordDecoder decoder(String registry) {
        return new RecordDecoder(new Cluster(
                Map.of("bootstrap.servers", "localhost:1"),
                Map.of("schema.registry.url", registry, "max.retries", "0")));
    }

    private static ConsumerRecord<byte[], byte[]> message(byte[] value) {
        return new ConsumerRecord<>("t", 0, 7, null, value);
    }
}
