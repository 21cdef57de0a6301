package io.gatecast.streams.explain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PatientReaderTest {
    @Test
    @Timeout(30)
    void shouldSayWhatCannotBeReadIfTheBrokersAreGone() {
        Map<String, Object> nobodyThere = Map.of("bootstrap.servers", "127.0.0.1:1");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(nobodyThere, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition("plant", 0)));
            PatientReader<byte[]> reader = new PatientReader<>(consumer, Duration.ofSeconds(1));

            assertThatThrownBy(() -> {
                        while (true) {
                            reader.poll();
                        }
                    })
                    .isInstanceOf(KafkaException.class)
                    .hasMessage("[plant-0] could not be read to the end: nothing came for 1 seconds");
        }
    }
}
