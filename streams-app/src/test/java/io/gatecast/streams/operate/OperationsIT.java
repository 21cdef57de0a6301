package io.gatecast.streams.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatecast.streams.command.CommandRun;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.operate.Finding.Grade;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do, against a real broker. */
class OperationsIT {
    private static EmbeddedBroker broker;
    private static Admin admin;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        if (admin != null) {
            admin.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldCreateWhatIsMissingAndDescribeIt() throws IOException {
        Path settings = settings("fresh", "model.topic=fresh-models", "ledger.topic=fresh-ledger");

        CommandRun refused = CommandRun.of("topics", "create", "--config", settings);
        CommandRun created = CommandRun.of("topics", "create", "--config", settings, "--partitions", 3);
        CommandRun again = CommandRun.of("topics", "create", "--config", settings);
        CommandRun described = CommandRun.of("topics", "describe", "--config", settings);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("the input topic fresh does not exist; --partitions N creates it");
        assertThat(created.out().lines())
                .containsExactly(
                        "created fresh",
                        "created fresh-forecasts",
                        "created fresh-anomalies",
                        "created fresh-ledger",
                        "created fresh-dead-letters",
                        "created fresh-models");
        assertThat(again.out()).isEqualTo("all topics exist" + System.lineSeparator());
        assertThat(described.out().lines())
                .anyMatch(line -> line.matches("fresh +input +3 +1 +cleanup.policy=delete .*"))
                .anyMatch(line -> line.matches("fresh-forecasts +forecasts +3 +1 +.*"))
                .anyMatch(line -> line.matches("fresh-ledger +ledger +3 +1 +.*"))
                .anyMatch(line -> line.matches("fresh-models +models +1 +1 +cleanup.policy=compact .*"));
    }

    @Test
    void shouldFindNothingWrongWithAnApplicationThatCanRun() throws IOException {
        createTopic("sound", 2, Map.of());

        CommandRun run = CommandRun.of("doctor", "--config", settings("sound"));

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .as(run.err())
                .contains("ok       brokers   1 answers")
                .contains("ok       rights    the login may do what it must")
                .contains("ok       input     topic=partitions {sound=2}")
                .contains("ok       output    will be created at the start: [sound-forecasts, sound-anomalies,")
                .contains("ok       threads   1 per instance, 0 running, 2 input partitions")
                .contains("ok       commits   no transaction hangs on an internal topic")
                .contains("ok       state     none yet, or made with the same settings")
                .doesNotContain("PROBLEM");
    }

    @Test
    void shouldNotTakeATransactionThatIsGoingOnForOneThatHangs() throws IOException {
        createTopic("midway", 1, Map.of());
        createTopic("midway-series-tails-changelog", 1, Map.of());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "midway-1"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("midway-series-tails-changelog", "key", "value"));
            producer.flush();
            try (ClusterView cluster = ClusterView.of(GatecastConfig.of(Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "input.topics",
                    "midway",
                    "input.format",
                    "json",
                    "output.format",
                    "json")))) {
                Set<OpenTransaction> open = cluster.openTransactions(Set.of("midway-series-tails-changelog"));
                assertThat(open).singleElement().satisfies(transaction -> {
                    TopicPartition partition = new TopicPartition("midway-series-tails-changelog", 0);
                    assertThat(transaction.partition()).isEqualTo(partition);
                    assertThat(transaction.start()).isZero();
                    assertThat(cluster.ongoing(Set.of(transaction.producer())))
                            .containsExactly(Map.entry(transaction.producer(), Set.of(partition)));
                    // Nobody can make one that hangs on a broker that is sound: its coordinator's answer is left out.
                    assertThat(TransactionCheck.hanging(open, Map.of(), open)).containsExactly(transaction);
                });
            }

            CommandRun run = CommandRun.of("doctor", "--config", settings("midway"));

            assertThat(run.out()).contains("ok       commits   no transaction hangs on an internal topic");
            producer.abortTransaction();
        }
    }

    @Test
    void shouldSayOfEverythingThatIsWrongHowToMendIt() throws IOException {
        createTopic("ill", 1, Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"));
        createTopic("ill-dead-letters", 1, Map.of("cleanup.policy", "compact"));
        createTopic("ill-forecasts", 1, Map.of("min.insync.replicas", "2", "message.timestamp.after.max.ms", "1000"));
        createTopic("ill-models", 1, Map.of());
        Path settings = settings(
                "ill",
                "topics.create=false",
                "model.topic=ill-models",
                "num.stream.threads=4",
                "kafka.producer.transaction.timeout.ms=1000000");

        CommandRun run = CommandRun.of("doctor", "--config", settings);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .as(run.err())
                .contains("warning  input     the topic ill is compacted")
                .contains("warning  input     records of ill have the time of their arrival")
                .contains("PROBLEM  output    do not exist, and topics.create=false: [ill-anomalies]")
                .contains("→ create them: gatecast topics create")
                .contains("PROBLEM  output    the topic ill-dead-letters is compacted")
                .contains("PROBLEM  output    the topic ill-forecasts takes records up to 1000 ms ahead")
                .contains("PROBLEM  output    the topic ill-forecasts has 1 replicas, but min.insync.replicas=2")
                .contains("PROBLEM  models    the topic ill-models is not compacted")
                .contains("warning  threads   4 per instance, 0 running, 1 input partitions: some are idle")
                .contains("PROBLEM  state     kafka.transaction.timeout.ms must be at most 900000")
                .contains("6 problems, 3 warnings");
    }

    @Test
    void shouldSayThatAProducersClockIsAhead() throws IOException, ExecutionException, InterruptedException {
        createTopic("ahead", 1, Map.of());
        send("ahead", Instant.now().plus(Duration.ofMinutes(30)));

        CommandRun run = CommandRun.of("doctor", "--config", settings("ahead"));

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .as(run.err())
                .containsPattern("warning  clock     the newest record of ahead is of \\S+, 1[78]\\d\\d s ahead");
    }

    @Test
    void shouldSayWhoIsMissingIfNobodyAnswers() throws IOException {
        Path settings = settings(
                "alone",
                "bootstrap.servers=localhost:1",
                "kafka.default.api.timeout.ms=500",
                "kafka.request.timeout.ms=500",
                "schema.registry.url=http://localhost:1");

        CommandRun run = CommandRun.of("doctor", "--config", settings);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .as(run.err())
                .contains("PROBLEM  brokers   no broker answers at localhost:1")
                .contains("?        cluster")
                .contains("PROBLEM  registry  the schema registry http://localhost:1 does not answer")
                .contains("ok       disk");
    }

    @Test
    void shouldTellTheRegistrysTimeFromOurs() throws IOException {
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            byte[] none = "[]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
            exchange.close();
        });
        registry.start();
        GatecastConfig config = GatecastConfig.of(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "input.topics", "clocks",
                "schema.registry.url",
                        "http://localhost:" + registry.getAddress().getPort(),
                "input.format", "json",
                "output.format", "json"));
        Clock hourAhead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try {
            assertThat(new RegistryCheck(config, hourAhead).look())
                    .anyMatch(finding -> finding.grade() == Grade.WARNING
                            && finding.text().matches("this machine is 3[56]\\d\\d s ahead of the registry's"));
            assertThat(new RegistryCheck(config, Clock.systemUTC()).look())
                    .noneMatch(finding -> finding.grade() == Grade.WARNING);
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void shouldDeleteStateAndOffsetsButNothingOfOthers() throws IOException, ExecutionException, InterruptedException {
        Path settings = settings("again");
        List<String> own = List.of(
                "again-series-checkpoints-changelog", "again-series-tails-changelog", "again-settings-changelog");
        List<String> others = List.of("again", "again-forecasts", "again-and-again-series-tails-changelog");
        for (String topic : own) {
            createTopic(topic, 1, Map.of());
        }
        for (String topic : others) {
            createTopic(topic, 1, Map.of());
        }
        admin.alterConsumerGroupOffsets("again", Map.of(new TopicPartition("again", 0), new OffsetAndMetadata(0)))
                .all()
                .get();
        Path state = Files.createDirectories(folder.resolve("state/again/0_0/rocksdb"));
        Files.writeString(state.resolve("CURRENT"), "x");
        Path neighbour = Files.createDirectories(folder.resolve("state/again-and-again"));

        CommandRun dry = CommandRun.of("reset", "--config", settings, "--dry-run");
        CommandRun unasked = CommandRun.of("reset", "--config", settings);
        Set<String> before = admin.listTopics().names().get();
        CommandRun run = CommandRun.of("reset", "--config", settings, "--yes");
        Set<String> after = admin.listTopics().names().get();
        CommandRun again = CommandRun.of("reset", "--config", settings, "--yes");

        assertThat(dry.out()).contains("delete offsets   of group again", "delete topic     " + own.get(0));
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err()).contains("--yes deletes without asking");
        assertThat(before).containsAll(own);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(after).doesNotContainAnyElementsOf(own).containsAll(others);
        assertThat(folder.resolve("state/again")).doesNotExist();
        assertThat(neighbour).exists();
        assertThat(admin.listConsumerGroupOffsets("again")
                        .partitionsToOffsetAndMetadata()
                        .get())
                .isEmpty();
        assertThat(again.out()).startsWith("nothing to delete");
    }

    @Test
    void shouldRefuseAResetWhileAnInstanceRuns() throws IOException {
        createTopic("busy", 1, Map.of());
        createTopic("busy-series-tails-changelog", 1, Map.of());
        Map<String, Object> member = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", "busy", "client.id", "busy-thread-1");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(member, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("busy"));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(100));
            }

            CommandRun run = CommandRun.of("reset", "--config", settings("busy"), "--yes");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("the application busy is running: busy-thread-1 on /");
        }
    }

    @Test
    void shouldRefuseAResetWhileTheStateOnThisMachineIsInUse() throws IOException {
        Path settings = settings("held");
        Path lock = Files.createDirectories(folder.resolve("state/held")).resolve(".lock");
        try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
                FileLock held = file.getChannel().lock()) {
            CommandRun run = CommandRun.of("reset", "--config", settings, "--yes");

            assertThat(held.isValid()).isTrue();
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("state/held is in use");
        }
    }

    private Path settings(String application, String... others) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "application.id=" + application,
                "bootstrap.servers=" + broker.bootstrapServers(),
                "input.topics=" + application,
                "input.format=json",
                "output.format=json",
                "state.dir=" + folder.resolve("state")));
        lines.addAll(List.of(others));
        return Files.write(folder.resolve(application + ".properties"), lines);
    }

    private static void createTopic(String name, int partitions, Map<String, String> settings) {
        try {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
            while (!admin.listTopics().names().get().contains(name)) {
                Thread.sleep(20);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void send(String topic, Instant time) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, time.toEpochMilli(), "a", "{\"value\":1}"))
                    .get();
        }
    }
}
