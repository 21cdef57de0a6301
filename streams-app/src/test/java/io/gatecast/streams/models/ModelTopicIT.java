package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelTopicIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static EmbeddedBroker broker;
    private static Cluster cluster;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        cluster = new Cluster(Map.of("bootstrap.servers", broker.bootstrapServers()), Map.of());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static ModelTopic newTopic(String name) {
        ModelTopic topic = new ModelTopic(cluster, name);
        topic.create();
        return topic;
    }

    @Test
    void shouldCarryModelOfThirtyMegabytesThroughBrokerWithDefaultLimits() {
        byte[] file = TestArtifacts.file("large", 1600, 1);
        ModelTopic topic = newTopic("large-models");

        PublishedModel published = new ModelDesk(topic, CLOCK).publish(file, "large");

        assertThat(file.length).isGreaterThan(30_000_000);
        assertThat(published.chunks()).isEqualTo((file.length + (512 << 10) - 1) / (512 << 10));
        Artifact loaded = topic.load(topic.read(), published.id());
        assertThat(ArtifactFile.toBytes("large", loaded.model(), loaded.report(), WeightEncoding.FLOAT32))
                .isEqualTo(file);
    }

    @Test
    void shouldPublishTheSameModelOnce() {
        byte[] file = TestArtifacts.file("once", 4, 2);
        ModelTopic topic = newTopic("once-models");
        ModelDesk desk = new ModelDesk(topic, CLOCK);

        desk.publish(file, "once");
        long end = end(topic);
        desk.publish(file, "once");

        assertThat(end(topic)).isEqualTo(end);
        assertThat(topic.read().models()).hasSize(1);
    }

    @Test
    void shouldRefuseModelWhoseBytesHaveChanged() {
        byte[] file = TestArtifacts.file("changed", 200, 3);
        ModelTopic topic = newTopic("changed-models");
        PublishedModel published = new ModelDesk(topic, CLOCK).publish(file, "changed");
        byte[] chunk = ModelTopic.chunks(file).get(0);
        chunk[chunk.length / 2] ^= 1;

        topic.note(ModelKey.chunk(published.id(), 0), chunk);

        assertThatThrownBy(() -> topic.load(topic.read(), published.id()))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("topic changed-models, model " + published.id() + ": expected SHA-256 "
                        + ModelTopic.sha256(file) + ", found ");
    }

    @Test
    void shouldSeeThatChunksAreMissing() {
        ModelTopic topic = newTopic("missing-models");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        PublishedModel published = desk.publish(TestArtifacts.file("missing", 300, 4), "missing");
        assertThat(published.chunks()).isEqualTo(3);

        topic.note(ModelKey.chunk(published.id(), 1), null);

        assertThat(topic.read().models()).singleElement().matches(model -> !model.isComplete());
        assertThatThrownBy(() -> desk.promote(published.id()))
                .hasMessage("model " + published.id() + " is incomplete: 2 of 3 chunks are there; publish it again");
        assertThatThrownBy(() -> topic.load(topic.read(), published.id()))
                .hasMessage("topic missing-models, model " + published.id() + ": expected 3 chunks, found 2");
    }

    @Test
    void shouldLeaveOutWhatIsNoRecordOfModels() {
        ModelTopic topic = newTopic("foreign-models");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        PublishedModel published = desk.publish(TestArtifacts.file("own", 4, 5), "own");

        topic.note("stages", new byte[] {1, 2, 3});
        topic.note("manifest/x", new byte[] {1, 2, 3});
        topic.note("chunk/" + published.id() + "/one", new byte[] {1, 2, 3});
        topic.note("anything", new byte[0]);

        assertThat(topic.read().models()).containsExactly(published);
        assertThat(topic.load(topic.read(), published.id()).name()).isEqualTo("own");
    }

    @Test
    void shouldKeepEveryChangeOfWritersAtTheSameTime() throws InterruptedException, ExecutionException {
        ModelTopic topic = newTopic("contended-models");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            ids.add(desk.publish(TestArtifacts.file("m" + n, 4, 10 + n), "m").id());
        }

        ExecutorService writers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Stages>> promotions = new ArrayList<>();
            for (String id : ids) {
                promotions.add(writers.submit(() -> desk.promote(id)));
            }
            for (Future<Stages> promotion : promotions) {
                promotion.get();
            }
        } finally {
            writers.shutdown();
        }

        Stages after = topic.read().stages();
        assertThat(after.revision()).isEqualTo(3);
        List<String> all = new ArrayList<>(after.former());
        all.add(after.champion().orElseThrow());
        assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void shouldStillHaveWhatIsNeededAfterCompaction() throws InterruptedException, ExecutionException {
        createQuicklyCompactedTopic("compacted-models");
        ModelTopic topic = new ModelTopic(cluster, "compacted-models");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        PublishedModel first = desk.publish(TestArtifacts.file("first", 300, 20), "first");
        PublishedModel second = desk.publish(TestArtifacts.file("second", 300, 21), "second");
        desk.promote(first.id());
        desk.promote(second.id());

        desk.retire(first.id());

        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    topic.note("filler", new byte[1]); // the segment that is written to is not compacted
                    return bytesOfChunks(topic, first.id()) == 0;
                });
        Catalogue left = topic.read();
        assertThat(left.stages().champion()).contains(second.id());
        assertThat(topic.load(left, second.id()).name()).isEqualTo("second");
        assertThat(left.model(first.id()).orElseThrow().isRetired()).isTrue();
        assertThatThrownBy(() -> left.require(first.id()))
                .hasMessage("model " + first.id() + " is retired; publish it again");
    }

    private static void createQuicklyCompactedTopic(String name) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            NewTopic topic = new NewTopic(name, 1, (short) 1)
                    .configs(Map.of(
                            "cleanup.policy", "compact",
                            "segment.ms", "100",
                            "min.cleanable.dirty.ratio", "0.01",
                            "delete.retention.ms", "0"));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static long bytesOfChunks(ModelTopic topic, String modelId) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        long bytes = 0;
        try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    String[] key = ModelKey.parts(message.key());
                    if (key[0].equals(ModelKey.CHUNK) && key[1].equals(modelId) && message.value() != null) {
                        bytes += message.value().length;
                    }
                }
            }
        }
        return bytes;
    }

    @Test
    void shouldNotUseTopicThatForgets() {
        cluster.createTopic("forgetting", Optional.of(1));

        assertThatThrownBy(() -> new ModelTopic(cluster, "forgetting").requireUsable())
                .isInstanceOf(KafkaException.class)
                .hasMessage(
                        "topic forgetting must have cleanup.policy=compact, or models are deleted when they are old");
        assertThatThrownBy(() -> new ModelTopic(cluster, "nowhere").requireUsable())
                .hasMessage("there is no topic 'nowhere'; gatecast model publish creates it");
    }

    private static long end(ModelTopic topic) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }
}
