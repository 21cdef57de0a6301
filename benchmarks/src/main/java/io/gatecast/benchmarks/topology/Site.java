package io.gatecast.benchmarks.topology;

import io.gatecast.benchmarks.SampleModel;
import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker in this process with a topic full of observations, and what topologies leave behind on it. */
final class Site implements AutoCloseable {
    static final String REGISTRY = "mock://topology-benchmark";
    static final String INPUT = "observations";
    static final String OUTPUT = INPUT + "-forecasts";

    private static final String CHANGELOG = "-changelog";
    private static final int BROKER = 1;
    private static final List<String> OUTPUTS = List.of(OUTPUT, INPUT + "-anomalies", INPUT + "-dead-letters");

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final int partitions;

    Site(int partitions) {
        this.partitions = partitions;
        create(List.of(INPUT));
        create(OUTPUTS);
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    private void create(List<String> topics) {
        await(admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic, Optional.of(partitions), Optional.empty()))
                        .toList())
                .all());
    }

    /** Writes observations: all keys in turn, step after step, or keys at random, each with a clock of its own. */
    void fill(long records, int keys, boolean random) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers());
        settings.put("linger.ms", 20);
        settings.put("batch.size", 1 << 18);
        SplittableRandom draw = new SplittableRandom(7);
        int[] steps = new int[keys];
        try (Producer<String, byte[]> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
                Serializer<Observation> avro = AvroSerdes.of(
                                Observation.class, Map.of("schema.registry.url", REGISTRY), false)
                        .serializer()) {
            for (long i = 0; i < records; i++) {
                int series = random ? draw.nextInt(keys) : (int) (i % keys);
                int step = steps[series]++;
                long timestampMs = SampleModel.timestampMs(step);
                String key = "sensor-" + series;
                byte[] value = avro.serialize(
                        INPUT,
                        Observation.newBuilder()
                                .setKey(key)
                                .setTimestampMs(timestampMs)
                                .setValues(List.of(SampleModel.value(step, draw)))
                                .build());
                producer.send(new ProducerRecord<>(INPUT, null, timestampMs, key, value));
            }
        }
    }

    /** Bytes of all changelogs on disk. */
    long changelogBytes() {
        return await(admin.describeLogDirs(List.of(BROKER)).allDescriptions()).get(BROKER).values().stream()
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().endsWith(CHANGELOG))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    /** Names of all changelogs. */
    List<String> changelogs() {
        return await(admin.listTopics().names()).stream()
                .filter(topic -> topic.endsWith(CHANGELOG))
                .toList();
    }

    /** Removes what a topology has written, its state folder included. */
    void clean(Path stateFolder) {
        List<String> written = new ArrayList<>(await(admin.listTopics().names()));
        written.remove(INPUT);
        await(admin.deleteTopics(written).all());
        create(OUTPUTS);
        delete(stateFolder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path newStateFolder() {
        try {
            return Files.createTempDirectory("gatecast-benchmark-state-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
