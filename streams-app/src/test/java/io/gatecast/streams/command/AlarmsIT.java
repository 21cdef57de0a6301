package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.breach.Limits;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.control.ControlTopic;
import io.gatecast.streams.control.ControlWatcher;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AlarmsIT {
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
    void shouldReachARunningApplication() {
        Cluster cluster = new Cluster(Map.of("bootstrap.servers", broker.bootstrapServers()), Map.of());
        LiveControls live = new LiveControls(AlarmRules.NONE, Limits.NONE);
        CommandRun set = alarms("live", "set", "press-*", "min.steps=3", "direction=up");
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(set.out())
                .isEqualTo("press-* {\"rules\":{\"direction\":\"up\",\"min.steps\":\"3\"}}" + System.lineSeparator());

        ControlWatcher watcher = ControlWatcher.start(new ControlTopic(cluster, "live"), live);
        try {
            assertThat(live.of("press-7").alarms().rules().minimumSteps()).isEqualTo(3);
            assertThat(live.of("oven").alarms().rules().minimumSteps()).isEqualTo(1);

            alarms("live", "mute", "press-7", "--from", "2026-03-01T06:00:00Z", "--for", "3h", "--reason", "bearing");
            alarms("live", "label", "press-7", "normal", "--at", "2026-02-20T10:30:00Z");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(live.of("press-7").alarms().feedback()).hasSize(1));
            assertThat(live.of("press-7").alarms().maintenance())
                    .singleElement()
                    .satisfies(window -> assertThat(window.reason()).isEqualTo("bearing"));
            assertThat(live.of("press-7").alarms().rules().minimumSteps()).isEqualTo(3);

            garbage("live", "press-7", "{\"rules\": 7}");
            alarms("live", "clear", "press-*");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> live.of("press-8").alarms().rules().minimumSteps() == 1);
            assertThat(live.of("press-7").alarms().feedback()).hasSize(1);
        } finally {
            watcher.close();
        }
        CommandRun shown = alarms("live", "show");
        assertThat(shown.err()).contains("series 'press-7' cannot be used: rules must be a JSON object, was 7");
    }

    @Test
    void shouldRefuseWhatCannotBeMeant() {
        CommandRun rule = alarms("wrong", "set", "press-7", "min.step=3");
        CommandRun label = alarms("wrong", "label", "press-7", "odd", "--at", "2026-02-20T10:30:00Z");
        CommandRun nowhere = alarms("nowhere", "show");
        CommandRun unnamed = CommandRun.of("alarms", "show");

        assertThat(rule.exitCode()).isEqualTo(2);
        assertThat(rule.err())
                .contains("there is no rule min.step, expected cooldown.ms, direction, limit.lower, limit.upper,");
        assertThat(label.exitCode()).isEqualTo(2);
        assertThat(label.err()).contains("a label must be normal or anomaly, was 'odd'");
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.err()).contains("there is no topic 'nowhere'");
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("--topic is required");
    }

    private static void garbage(String topic, String series, String json) {
        Cluster cluster = new Cluster(Map.of("bootstrap.servers", broker.bootstrapServers()), Map.of());
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(new ProducerRecord<>(
                    topic, series.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8)));
            producer.flush();
        }
    }

    private static CommandRun alarms(String topic, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("alarms"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--topic", topic, "--bootstrap-servers", broker.bootstrapServers()));
        return CommandRun.of(all.toArray());
    }
}
