package io.gatecast.benchmarks.topology;

import io.gatecast.streams.command.Gatecast;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Time from starting {@code run} in a process of its own to its first committed forecast: of a new application, and again. */
public final class StartUp {
    private static final String INPUT = "readings";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Path JAR = Path.of("streams-app/target/gatecast-streams-app.jar");

    private final String address;
    private final List<String> jvmOptions;
    private long sent;

    private StartUp(String address, List<String> jvmOptions) {
        this.address = address;
        this.jvmOptions = jvmOptions;
    }

    /**
     * Measures.
     *
     * @param args number of rounds, 5 if left out, and options of the started JVMs
     */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        List<String> options = args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            StartUp startUp = new StartUp(broker.bootstrapServers(), options);
            startUp.createInput();
            List<Double> first = new ArrayList<>();
            List<Double> again = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Path state = Site.newStateFolder();
                first.add(startUp.secondsToForecast("start-" + round, state));
                again.add(startUp.secondsToForecast("start-" + round, state));
                Site.delete(state);
            }
            print("a new application", first);
            print("the same, started again", again);
        }
        System.exit(0);
    }

    private static void print(String what, List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-24s %.2f s to the first forecast (%.2f to %.2f, %d rounds)%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                sorted.size());
    }

    private void createInput() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(INPUT, 1, (short) 1))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record waits on the topic when the process is started. */
    private double secondsToForecast(String application, Path state) {
        String output = application + "-forecasts";
        send();
        long before = end(output);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", JAR.toString(), Gatecast.class.getName(), "run"));
        Map.of(
                        "application.id",
                        application,
                        "bootstrap.servers",
                        address,
                        "schema.registry.url",
                        "mock://start",
                        "input.topics",
                        INPUT,
                        "input.format",
                        "json",
                        "output.topic",
                        output,
                        "replication.factor",
                        "1",
                        "state.dir",
                        state.toString())
                .forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        long begin = System.nanoTime();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                while (end(output) == before) {
                    if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                        throw new IllegalStateException("no forecast came of " + String.join(" ", command));
                    }
                }
                return (System.nanoTime() - begin) / 1e9;
            } finally {
                process.destroy();
                process.onExit().join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send() {
        String json = "{\"timestamp\": %d, \"value\": %d}".formatted(1_767_225_600_000L + sent * 60_000, sent % 10);
        sent++;
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(INPUT, "sensor", json));
        }
    }

    /** Number of offsets up to which a topic is committed; 0 while there is none. */
    private long end(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", address, "isolation.level", "read_committed", "allow.auto.create.topics", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            if (!consumer.listTopics().containsKey(topic)) {
                Thread.sleep(POLL.toMillis());
                return 0;
            }
            TopicPartition partition = new TopicPartition(topic, 0);
            return consumer.endOffsets(List.of(partition)).get(partition);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
