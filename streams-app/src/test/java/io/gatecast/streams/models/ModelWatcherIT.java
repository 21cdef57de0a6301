package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelWatcherIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final byte[] STARTED = TestArtifacts.file("started", 4, 1);
    private static final byte[] FIRST = TestArtifacts.file("first", 4, 2);
    private static final byte[] SECOND = TestArtifacts.file("second", 4, 3);
    private static final byte[] MISFIT = TestArtifacts.file("misfit", 4, 4, "value", "other");
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

    /** An instance as far as it follows the topic. */
    private static final class Instance implements AutoCloseable {
        private final LiveModels models;
        private final ModelWatcher watcher;

        Instance(ModelTopic topic, String application) {
            Artifact artifact = ArtifactFile.read(new ByteArrayInputStream(STARTED), "started");
            models = new LiveModels(Deployment.of(artifact));
            StreamFit fit = new StreamFit(artifact.model().spec(), 0);
            watcher = new ModelWatcher(topic, application, fit, models, CLOCK);
            watcher.start();
        }

        String champion() {
            return models.current().champion().name();
        }

        void awaitChampion(String name) {
            await().atMost(Duration.ofSeconds(20)).until(() -> champion().equals(name));
        }

        @Override
        public void close() {
            watcher.close();
        }
    }

    private static ModelTopic newTopic(String name) {
        ModelTopic topic = new ModelTopic(cluster, name);
        topic.create();
        return topic;
    }

    @Test
    void shouldExchangeModelsOfEveryInstance() {
        ModelTopic topic = newTopic("exchanged");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        String first = desk.publish(FIRST, "first").id();
        String second = desk.publish(SECOND, "second").id();
        try (Instance one = new Instance(topic, "app");
                Instance other = new Instance(topic, "app")) {
            assertThat(one.champion()).isEqualTo("started");

            desk.promote(first);
            one.awaitChampion("first");
            other.awaitChampion("first");

            desk.promote(second);
            one.awaitChampion("second");
            other.awaitChampion("second");

            desk.rollBack();
            one.awaitChampion("first");
            other.awaitChampion("first");
        }
    }

    @Test
    void shouldBeginWithTheChampion() {
        ModelTopic topic = newTopic("begun");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        desk.promote(desk.publish(FIRST, "first").id());

        try (Instance instance = new Instance(topic, "app")) {
            assertThat(instance.champion()).isEqualTo("first");
        }
    }

    @Test
    void shouldRefuseModelThatDoesNotFitAndSayWhyWhileTheRunningOneStays() {
        ModelTopic topic = newTopic("refused");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        desk.promote(desk.publish(FIRST, "first").id());
        String misfit = desk.publish(MISFIT, "misfit").id();
        String reason = "value columns: expected [value], the model takes [value, other]";
        try (Instance instance = new Instance(topic, "app")) {
            desk.promote(misfit);

            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            topic.read().model(misfit).orElseThrow().refusals().equals(Map.of("app", reason)));
            assertThat(instance.champion()).isEqualTo("first");
        }
        try (Instance restarted = new Instance(topic, "app")) {
            assertThat(restarted.champion()).isEqualTo("first");

            desk.promote(desk.publish(SECOND, "second").id());
            restarted.awaitChampion("second");
        }
    }

    @Test
    void shouldRefuseDamagedModel() {
        ModelTopic topic = newTopic("damaged");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        String first = desk.publish(FIRST, "first").id();
        byte[] damaged = FIRST.clone();
        damaged[damaged.length - 30] ^= 1;
        topic.note(ModelKey.chunk(first, 0), damaged);
        try (Instance instance = new Instance(topic, "app")) {
            desk.promote(first);

            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            topic.read().model(first).orElseThrow().refusals().containsKey("app"));
            assertThat(topic.read().model(first).orElseThrow().refusals().get("app"))
                    .contains("expected SHA-256 " + ModelTopic.sha256(FIRST));
            assertThat(instance.champion()).isEqualTo("started");

            topic.note(ModelKey.chunk(first, 0), FIRST);
            instance.awaitChampion("first");
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            topic.read().model(first).orElseThrow().refusals().isEmpty());
        }
    }

    @Test
    void shouldTryTheCandidate() {
        ModelTopic topic = newTopic("tried");
        ModelDesk desk = new ModelDesk(topic, CLOCK);
        String first = desk.publish(FIRST, "first").id();
        try (Instance instance = new Instance(topic, "app")) {
            desk.nominate(first, id -> new Candidate(id, 0.2, true, Optional.empty(), false));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> instance.models.current().trial().isPresent());

            Trial trial = instance.models.current().trial().orElseThrow();
            assertThat(trial.artifact().id()).isEqualTo(first);
            assertThat(trial.share()).isEqualTo(0.2);
            assertThat(trial.serves()).isTrue();
            assertThat(instance.champion()).isEqualTo("started");

            desk.dismiss("by test");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> instance.models.current().trial().isEmpty());
        }
    }
}
