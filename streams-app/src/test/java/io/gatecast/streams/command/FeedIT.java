package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.TopicReader;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedIT {
    private static final String REGISTRY = "mock://feed-it";
    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

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
    void shouldPutRowsOnTheTopicInOrderWithTheirOwnTimestamps() throws IOException {
        Path input =
                write("key,timestamp,value", "a,2014-07-01,1.25", "b,2014-07-01,2", "a,2014-07-02,", "a,2014-07-01,9");

        CommandRun run = onBroker("feed", "--input", input, "--topic", "rows", "--partitions", 1);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("4 observations on topic rows" + System.lineSeparator());
        assertThat(run.err()).contains("created topic rows");
        assertThat(read("rows"))
                .containsExactly(
                        "a 1404172800000 a 1404172800000 [1.25]",
                        "b 1404172800000 b 1404172800000 [2.0]",
                        "a 1404259200000 a 1404259200000 [null]",
                        "a 1404172800000 a 1404172800000 [9.0]");
    }

    @Test
    void shouldSendTheRowsOfEverySeriesAskedFor() throws IOException {
        Path input = write(
                "key,timestamp,value",
                "a,2014-07-01,1",
                "b,2014-07-01,2",
                "a,2014-07-02,3",
                "b,2014-07-02,4",
                "a,2014-07-03,5");

        onBroker("feed", "--input", input, "--topic", "part", "--partitions", 1, "--from-row", 1, "--rows", 1);

        assertThat(read("part"))
                .containsExactly("a 1404259200000 a 1404259200000 [3.0]", "b 1404259200000 b 1404259200000 [4.0]");
    }

    @Test
    void shouldSendWhatIsKnownOfTheStepsAheadAndTrainOnIt() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value,plan,site"));
        for (int row = 0; row < 40; row++) {
            lines.add((1_404_172_800L + 3600 * row) + "," + (row < 38 ? 5 + row % 3 : "") + "," + row % 3 + ",north");
        }
        Path input = write(lines.toArray(String[]::new));
        Path model = folder.resolve("planned.gatecast");

        CommandRun fed = onBroker(
                "feed", "--input", input, "--topic", "planned", "--known", "plan", "--static", "site", "--horizon", 2);
        CommandRun trained = onBroker(
                "train",
                "--topic",
                "planned",
                "--model",
                model,
                "--horizon",
                2,
                "--hidden",
                0,
                "--known",
                "plan",
                "--static",
                "site");
        CommandRun unnamed = onBroker("train", "--topic", "planned", "--model", model, "--horizon", 2);

        assertThat(fed.exitCode()).as(fed.err()).isZero();
        assertThat(fed.out()).isEqualTo("38 observations on topic planned" + System.lineSeparator());
        CommandRun tail = onBroker("tail", "--topic", "planned", "--from-beginning", "--max", 1, "--json");
        JsonNode first = parse(tail.out());
        assertThat(first.path("known").toString()).isEqualTo("[[0.0,1.0,2.0]]");
        assertThat(first.path("statics").toString()).isEqualTo("[\"north\"]");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(CommandRun.of("model", "show", model).out())
                .contains("[plan]")
                .contains("[site]");
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("--known must name the 1 known columns of an observation, were []");
    }

    @Test
    void shouldSendWhatIsKnownOnlySoFarAheadAsItIsTold() throws IOException {
        Path input = write("timestamp,value,plan", "2014-07-01,1,2");

        CommandRun run = onBroker("feed", "--input", input, "--topic", "unplanned", "--known", "plan");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--known and --horizon belong together");
    }

    @Test
    void shouldKeepToTheRate() throws IOException {
        Path input = write("timestamp,value", "2014-07-01,1", "2014-07-02,2", "2014-07-03,3");
        long start = System.nanoTime();

        onBroker("feed", "--input", input, "--topic", "paced", "--rate", 4);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(490));
    }

    @Test
    void shouldWarnIfTheTopicWouldForgetTheRows() throws IOException, ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            NewTopic topic = new NewTopic("short", 1, (short) 1).configs(Map.of("retention.ms", "604800000"));
            admin.createTopics(List.of(topic)).all().get();
        }
        Path input = write("timestamp,value", "2014-07-01,1");

        CommandRun run = onBroker("feed", "--input", input, "--topic", "short");

        assertThat(run.err())
                .contains("note: topic short keeps records for 168 h, the first row is of 2014-07-01T00:00:00Z");
    }

    @Test
    void shouldPrintToTheLastBitWhatWasFed() throws IOException {
        Path input = write("key,timestamp,value", "a,2014-07-01,0.1", "a,2014-07-02,1e-300", "a,2014-07-03,3");
        onBroker("feed", "--input", input, "--topic", "tailed", "--partitions", 1);

        CommandRun run = onBroker("tail", "--topic", "tailed", "--from-beginning", "--max", 2, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(FeedIT::parse))
                .extracting(json -> json.path("values").path(0).asDouble())
                .containsExactly(0.1, 1e-300);
    }

    @Test
    void shouldFindTheClusterInTheFileThatRunTakes() throws IOException {
        Path input = write("timestamp,value", "2014-07-01,1");
        onBroker("feed", "--input", input, "--topic", "configured");
        Path config = input.resolveSibling("run.properties");
        Files.writeString(
                config,
                "bootstrap.servers=" + broker.bootstrapServers()
                        + "\nschema.registry.url=mock://elsewhere\ninput.topics=configured\n");

        CommandRun run = CommandRun.of(
                "tail",
                "--config",
                config,
                "--topic",
                "configured",
                "--from-beginning",
                "--max",
                1,
                "--json",
                "--schema-registry",
                REGISTRY);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("1404172800000");
    }

    @Test
    void shouldEndWhenNothingComes() throws IOException {
        Path input = write("timestamp,value", "2014-07-01,1");
        onBroker("feed", "--input", input, "--topic", "quiet");

        CommandRun run = onBroker("tail", "--topic", "quiet", "--timeout", "500ms");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldWaitForTheTopicAndNameItIfItDoesNotCome() {
        CommandRun run = onBroker("tail", "--topic", "none", "--timeout", "500ms");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .containsExactly("waiting for topic none", "gatecast tail: there is no topic 'none'");
    }

    @Test
    void shouldTrainTheSameModelFromTopicAndFile() throws IOException {
        List<String> lines = new ArrayList<>(List.of("key,timestamp,value"));
        for (int i = 0; i < 300; i++) {
            lines.add("a," + (1_700_000_000L + 3600L * i) + "," + (i % 12 + i % 5));
        }
        Path input = write(lines.toArray(String[]::new));
        onBroker("feed", "--input", input, "--topic", "train");

        CommandRun fromTopic = onBroker(trainArgs("topic", "--topic", "train"));
        CommandRun fromFile = CommandRun.of(trainArgs("file", "--input", input));

        assertThat(fromTopic.exitCode()).as(fromTopic.err()).isZero();
        assertThat(modelId(fromTopic)).isEqualTo(modelId(fromFile));
    }

    @Test
    void shouldBacktestTheSameFromTopicAndFile() throws IOException {
        Path input = Wave.write(folder.resolve("rolling.csv"), 120);
        Path fromTopic = folder.resolve("topic.json");
        Path fromFile = folder.resolve("file.json");
        onBroker("feed", "--input", input, "--topic", "rolling");

        CommandRun ofTopic = onBroker("backtest", "--topic", "rolling", "--horizon", 4, "--json", fromTopic);
        CommandRun ofFile = CommandRun.of("backtest", "--input", input, "--horizon", 4, "--json", fromFile);

        assertThat(ofTopic.exitCode()).as(ofTopic.err()).isZero();
        assertThat(ofFile.exitCode()).as(ofFile.err()).isZero();
        assertThat(parse(Files.readString(fromTopic)).path("contenders"))
                .isEqualTo(parse(Files.readString(fromFile)).path("contenders"));
    }

    private Object[] trainArgs(String name, Object... source) {
        Object[] further = {
            "--model", folder.resolve(name), "--horizon", 2, "--hidden", 4, "--epochs", 2, "--seasons", 12
        };
        return Stream.of(new Object[] {"train"}, source, further)
                .flatMap(Stream::of)
                .toArray();
    }

    private static String modelId(CommandRun run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("model "))
                .findFirst()
                .orElseThrow()
                .split("[ :]")[1];
    }

    private static CommandRun onBroker(Object... args) {
        Object[] connection = {"--bootstrap-servers", broker.bootstrapServers(), "--schema-registry", REGISTRY};
        return CommandRun.of(
                Stream.concat(Stream.of(args), Stream.of(connection)).toArray());
    }

    private static List<String> read(String topic) {
        Cluster cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers()), Map.of("schema.registry.url", REGISTRY));
        List<String> records = new ArrayList<>();
        try (TopicReader<Observation> reader = new TopicReader<>(
                cluster.committedConsumer(AvroSerdes.of(Observation.class, cluster.registryConfig(), false)
                        .deserializer()),
                topic)) {
            var ends = reader.ends();
            reader.seekToBeginning();
            while (!reader.hasReached(ends)) {
                reader.poll(Duration.ofMillis(200)).forEach(message -> records.add(describe(message)));
            }
        }
        return records;
    }

    private static String describe(ConsumerRecord<byte[], Observation> message) {
        return "%s %d %s %d %s"
                .formatted(
                        new String(message.key(), StandardCharsets.UTF_8),
                        message.timestamp(),
                        message.value().getKey(),
                        message.value().getTimestampMs(),
                        message.value().getValues());
    }

    private static JsonNode parse(String line) {
        try {
            return new JsonMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.csv"), List.of(lines));
    }
}
