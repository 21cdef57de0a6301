package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PrerequisitesIT {
    private static final Artifact MODEL = Models.withColumns("value");
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
    void shouldLetAnApplicationGoOnWithSettingsThatMayChange() {
        createTopic("tuned", 2);
        prerequisites(MODEL, "input.topics", "tuned").require();

        assertThatCode(() -> prerequisites(
                                Models.random(7, "other"),
                                "input.topics",
                                "tuned",
                                "checkpoint.every",
                                "5",
                                "memo.keys",
                                "1",
                                "kafka.group.protocol",
                                "streams",
                                "processing.guarantee",
                                "at_least_once",
                                "num.stream.threads",
                                "3")
                        .require())
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameEverySettingTheStateWasMadeWithThatHasChanged() {
        createTopic("changed", 2);
        prerequisites(MODEL, "input.topics", "changed").require();

        assertThatThrownBy(() -> prerequisites(MODEL, "input.topics", "changed", "input.key.field", "site")
                        .require())
                .isInstanceOf(UnmetException.class)
                .hasMessage("the state of application changed was made with other settings: input.repartition was"
                        + " 'false' and is now 'true', input.key.field was 'the record key' and is now 'site'; set"
                        + " them back, or begin anew with another application.id (docs/upgrade.md)");
    }

    @Test
    void shouldRefuseAModelOfOtherColumns() {
        createTopic("columns", 1);
        prerequisites(MODEL, "input.topics", "columns").require();
        ColumnRoles roles = new ColumnRoles(1, List.of(new KnownColumn("holiday", 0, 1)), List.of());

        assertThatThrownBy(() -> prerequisites(Models.random(1, roles, "value"), "input.topics", "columns")
                        .require())
                .isInstanceOf(UnmetException.class)
                .hasMessageContaining("the model's known columns was '' and is now 'holiday'");
    }

    @Test
    void shouldRefuseAnInputWithMorePartitionsThanItsStateWasMadeOf() throws ExecutionException, InterruptedException {
        createTopic("grown", 2);
        prerequisites(MODEL, "input.topics", "grown").require();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createPartitions(Map.of("grown", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            await().until(() -> admin.describeTopics(List.of("grown"))
                            .allTopicNames()
                            .get()
                            .get("grown")
                            .partitions()
                            .size()
                    == 3);
        }

        assertThatThrownBy(() -> prerequisites(MODEL, "input.topics", "grown").require())
                .isInstanceOf(UnmetException.class)
                .hasMessageContaining("number of input partitions was '2' and is now '3'");
    }

    @Test
    void shouldRefuseATransactionTimeoutBeyondThatOfTheBrokers() {
        createTopic("slow", 1);

        assertThatThrownBy(() -> prerequisites(
                                MODEL, "input.topics", "slow", "kafka.producer.transaction.timeout.ms", "1000000")
                        .require())
                .isInstanceOf(UnmetException.class)
                .hasMessage(
                        "kafka.transaction.timeout.ms must be at most 900000, the brokers' transaction.max.timeout.ms,"
                                + " was 1000000");
    }

    private static void createTopic(String name, int partitions) {
        new Cluster(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        Map.of("schema.registry.url", "mock://unused"))
                .createTopic(name, Optional.of(partitions));
    }

    private static Prerequisites prerequisites(Artifact artifact, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "input.format", "json", "output.format", "json"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        all.put("application.id", all.get("input.topics"));
        return new Prerequisites(GatecastConfig.of(all), artifact);
    }
}
