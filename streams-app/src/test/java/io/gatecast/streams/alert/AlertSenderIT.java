package io.gatecast.streams.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.streams.alert.Receiver.Answer;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the anomaly topic of a real broker to a real HTTP server. */
class AlertSenderIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldTellOfWhatHappensTogetherOnceAlthoughTheReceiverFailsAtFirst() throws Exception {
        createTopic("plant-anomalies");
        alarm("plant-anomalies", "press-1", 60_000, 30_000, "WARNING");
        alarm("plant-anomalies", "press-1", 90_000, 30_000, "WARNING");
        alarm("plant-anomalies", "pump-4", 120_000, 0, "CRITICAL");
        alarm("plant-anomalies", "press-9", 7_200_000, 0, "WARNING");
        send("plant-anomalies", "not json");
        try (Receiver receiver = new Receiver()) {
            receiver.answer(new Answer(503, 0));

            runUntil(config("plant"), receiver, () -> receiver.posts.size() >= 2);

            assertThat(receiver.posts).hasSize(2);
            assertThat(receiver.posts.get(1)).isEqualTo(receiver.posts.get(0));
            JsonNode told = new JsonMapper().readTree(receiver.posts.get(1).body());
            assertThat(told.path("application").asText()).isEqualTo("plant");
            assertThat(told.path("incidents")).hasSize(2);
            JsonNode first = told.at("/incidents/0");
            assertThat(first.path("title").asText()).isEqualTo("press-1 and 1 more");
            assertThat(first.path("status").asText()).isEqualTo("open");
            assertThat(first.path("severity").asText()).isEqualTo("critical");
            assertThat(first.path("from").asText()).isEqualTo("1970-01-01T00:01:00Z");
            assertThat(first.path("series").asInt()).isEqualTo(2);
            assertThat(first.path("alarms").asInt()).isEqualTo(3);
            assertThat(first.at("/worst/0/key").asText()).isEqualTo("pump-4");
        }
    }

    @Test
    void shouldGoOnAfterARestartWithTheSameIncident() throws Exception {
        createTopic("again-anomalies");
        alarm("again-anomalies", "press-1", 60_000, 0, "WARNING");
        try (Receiver receiver = new Receiver()) {
            runUntil(config("again"), receiver, () -> receiver.posts.size() >= 1);
            alarm("again-anomalies", "press-2", 90_000, 0, "WARNING");

            runUntil(config("again"), receiver, () -> receiver.posts.size() >= 2);

            JsonNode before =
                    new JsonMapper().readTree(receiver.posts.get(0).body()).at("/incidents/0");
            JsonNode after =
                    new JsonMapper().readTree(receiver.posts.get(1).body()).at("/incidents/0");
            assertThat(after.path("id")).isEqualTo(before.path("id"));
            assertThat(before.path("series").asInt()).isEqualTo(1);
            assertThat(after.path("series").asInt()).isEqualTo(2);
        }
    }

    @Test
    void shouldTellThatAnIncidentIsOverAndNotBeginWithItAgain() throws Exception {
        createTopic("over-anomalies");
        alarm("over-anomalies", "press-1", 60_000, 0, "WARNING");
        try (Receiver receiver = new Receiver()) {
            runUntil(config("over", "alert.incident.gap", "PT1S"), receiver, () -> receiver.posts.size() >= 2);
            alarm("over-anomalies", "press-2", 61_000, 0, "WARNING");
            runUntil(config("over", "alert.incident.gap", "PT1S"), receiver, () -> receiver.posts.size() >= 3);

            assertThat(receiver.posts.stream().map(post -> status(post.body()))).startsWith("open", "closed", "open");
            assertThat(receiver.posts.get(2).body()).contains("press-2").doesNotContain("press-1");
        }
    }

    @Test
    void shouldNotEndAnIncidentWhoseAlarmsWaitBehindAReceiverThatFails() throws Exception {
        createTopic("outage-anomalies");
        alarm("outage-anomalies", "press-1", 60_000, 0, "WARNING");
        try (Receiver receiver = new Receiver()) {
            receiver.answer(new Answer(503, 4));
            GatecastConfig config = config(
                    "outage",
                    "alert.incident.gap",
                    "PT2S",
                    "alert.incident.group",
                    "^[a-z]+",
                    "kafka.max.poll.records",
                    "1");

            runUntil(config, receiver, () -> {
                if (receiver.posts.size() == 1) { // the outage, longer than the gap
                    alarm("outage-anomalies", "oven-1", 60_000, 0, "WARNING");
                    alarm("outage-anomalies", "pump-1", 60_000, 0, "WARNING");
                    alarm("outage-anomalies", "press-2", 61_000, 0, "WARNING");
                    await().until(() -> receiver.posts.size() > 1);
                }
                return receiver.posts.size() >= 3;
            });

            assertThat(receiver.posts.get(2).body())
                    .contains("\"title\":\"press-1 and 1 more\"")
                    .doesNotContain("closed");
        }
    }

    @Test
    void shouldTellThatALimitWillProbablyBeCrossedAndThatItWillNot() throws Exception {
        createTopic("tanks-anomalies");
        createTopic("tanks-breaches");
        breach("tanks-breaches", "tank-3", 0, 0.31, 9.5);
        breach("tanks-breaches", "tank-3", 3_600_000, 0.72, 3);
        breach("tanks-breaches", "tank-3", 7_200_000, 0.6, 3);
        GatecastConfig config = config("tanks", "breach.topic", "tanks-breaches");
        try (Receiver receiver = new Receiver()) {
            runUntil(config, receiver, () -> receiver.posts.size() >= 1);
            breach("tanks-breaches", "tank-3", 10_800_000, 0.35, 6);
            breach("tanks-breaches", "tank-3", 14_400_000, 0.1, 9);
            runUntil(config, receiver, () -> receiver.posts.size() >= 2);

            JsonNode open =
                    new JsonMapper().readTree(receiver.posts.get(0).body()).at("/incidents/0");
            JsonNode closed =
                    new JsonMapper().readTree(receiver.posts.get(1).body()).at("/incidents/0");
            assertThat(open.path("kind").asText()).isEqualTo("breach");
            assertThat(open.path("status").asText()).isEqualTo("open");
            assertThat(open.path("title").asText()).isEqualTo("tank-3 above 90 in 3 h (60 %)");
            assertThat(open.path("from").asText()).isEqualTo("1970-01-01T01:00:00Z");
            assertThat(open.at("/breach/probability").asDouble()).isEqualTo(0.6);
            assertThat(closed.path("status").asText()).isEqualTo("closed");
            assertThat(closed.path("title").asText()).isEqualTo("tank-3 above 90 is over (10 %)");
            assertThat(closed.path("id")).isEqualTo(open.path("id"));
        }
    }

    @Test
    void shouldSayThatTheTopicDoesNotExist() throws Exception {
        try (Receiver receiver = new Receiver()) {
            GatecastConfig config = config("absent");

            assertThatThrownBy(() -> new AlertSender(
                            config,
                            Optional.of("absent-anomalies"),
                            Optional.empty(),
                            receiver.address(),
                            true,
                            Clock.systemUTC()))
                    .isInstanceOf(UnmetException.class)
                    .hasMessage("the topic absent-anomalies does not exist; gatecast run or gatecast topics create"
                            + " creates it");
        }
    }

    private static String status(String body) {
        try {
            return new JsonMapper().readTree(body).at("/incidents/0/status").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void runUntil(GatecastConfig config, Receiver receiver, Callable<Boolean> done)
            throws InterruptedException, ExecutionException, TimeoutException {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try (AlertSender sender = new AlertSender(
                    config,
                    Optional.of(config.applicationId() + "-anomalies"),
                    config.breachTopic(),
                    receiver.address(),
                    true,
                    Clock.systemUTC())) {
                sender.run(stopped::get);
            }
        });
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> running.isDone() || done.call());
        } finally {
            stopped.set(true);
            running.get(20, TimeUnit.SECONDS);
        }
    }

    private static GatecastConfig config(String application, String... others) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "application.id", application,
                "bootstrap.servers", broker.bootstrapServers(),
                "input.topics", application,
                "input.format", "json",
                "output.format", "json",
                "alert.linger.ms", "500",
                "alert.requests.per.minute", "600"));
        for (int i = 0; i < others.length; i += 2) {
            settings.put(others[i], others[i + 1]);
        }
        return GatecastConfig.of(settings);
    }

    private static void createTopic(String name) {
        new Cluster(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        Map.of("schema.registry.url", "mock://none"))
                .createTopic(name, Optional.of(1));
    }

    private static void alarm(String topic, String key, long timestampMs, long sinceMs, String severity)
            throws ExecutionException, InterruptedException {
        send(
                topic,
                "{\"key\":\"%s\",\"timestampMs\":%d,\"sinceMs\":%d,\"severity\":\"%s\",\"alarm\":true,\"score\":0.9}"
                        .formatted(key, timestampMs, sinceMs, severity));
    }

    private static void breach(String topic, String key, long timestampMs, double probability, double steps)
            throws ExecutionException, InterruptedException {
        send(
                topic,
                String.format(
                        Locale.ROOT,
                        "{\"key\":\"%s\",\"timestampMs\":%d,\"stepMs\":3600000,\"target\":\"level\",\"side\":\"UPPER\","
                                + "\"limit\":90,\"probability\":%s,\"expectedSteps\":%s,\"expectedMs\":%d}",
                        key,
                        timestampMs,
                        probability,
                        steps,
                        timestampMs + Math.round(steps * 3_600_000)));
    }

    private static void send(String topic, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "a", value)).get();
        }
    }
}
