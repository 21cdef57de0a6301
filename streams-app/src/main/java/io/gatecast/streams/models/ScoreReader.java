package io.gatecast.streams.models;

import io.gatecast.schema.ModelScore;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.TopicReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads how champion and candidate did on every series, from the topic that all instances write. One thread. */
public final class ScoreReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final TopicReader<byte[]> reader;
    private final Map<String, ModelScore> scores = new HashMap<>();

    /**
     * Opens the topic.
     *
     * @param cluster where it is
     * @param topic its name
     * @throws KafkaException if there is no such topic or the cluster cannot be reached
     */
    public ScoreReader(Cluster cluster, String topic) {
        this.topic = topic;
        reader = new TopicReader<>(cluster.committedConsumer(new ByteArrayDeserializer()), topic);
        reader.seekToBeginning();
    }

    /**
     * Reads on to the end of the topic.
     *
     * @param candidateId id of the candidate
     * @param championId id of the champion; empty if the model the application was started with forecasts
     * @return the latest scores of the candidate beside the champion, one per series
     * @throws KafkaException if reading fails
     */
    public List<ModelScore> read(String candidateId, Optional<String> championId) {
        Map<TopicPartition, Long> ends = reader.ends();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reader.hasReached(ends)) {
            reader.poll(POLL).forEach(this::accept);
            if (System.nanoTime() > deadline) {
                throw new KafkaException("topic " + topic + " could not be read to its end");
            }
        }
        return scores.values().stream()
                .filter(score -> score.getCandidateId().equals(candidateId)
                        && championId.map(score.getChampionId()::equals).orElse(true))
                .toList();
    }

    private void accept(ConsumerRecord<byte[], byte[]> message) {
        String key = new String(message.key(), StandardCharsets.UTF_8);
        try {
            if (message.value() == null) {
                scores.remove(key);
            } else {
                scores.put(key, ModelScore.getDecoder().decode(message.value()));
            }
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            scores.remove(key); // not one of ours
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
