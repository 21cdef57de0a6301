import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.schema.Observation;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.demo.EmbeddedBroker;
import io.gatecast.streams.replay.Range;
import io.gatecast.streams.replay.ReplayRun;
import io.gatecast.streams.replay.ReplaySpace;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.Prerequisites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Events per second of a replay, and of a graph that only reads and writes them, on the same broker, topic and settings of Kafka
 * Streams: how much of what the machine can carry is left. In this JVM: broker, both graphs, schemas.
 *
 * <p>{@code java -Xmx2g -cp streams-app/target/gatecast-streams-app.jar benchmarks/replay/ReplayRate.java [EVENTS]}
 */
public class ReplayRate {
    private static final int PARTITIONS = 4;
    private static final int KEYS = 1_000;
    private static final long START_MS = 1_700_000_000_000L / 3_600_000 * 3_600_000;

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 2_000_000;
        Path folder = Files.createTempDirectory("gatecast-replay-rate-");
        Path model = folder.resolve("model.gatecast");
        Artifact artifact = train(model);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Map<String, Object> registry = Map.of("schema.registry.url", "mock://replay-rate");
            Cluster cluster = new Cluster(Map.of("bootstrap.servers", broker.bootstrapServers()), registry);
            cluster.createTopic("readings", Optional.of(PARTITIONS));
            feed(cluster, events);
            GatecastConfig live = GatecastConfig.of(Map.of(
                    "bootstrap.servers", broker.bootstrapServers(),
                    "schema.registry.url", "mock://replay-rate",
                    "application.id", "rate",
                    "input.topics", "readings",
                    "model.file", model.toString(),
                    "state.dir", folder.resolve("state").toString()));
            Range range;
            try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
                range = Range.between(consumer, live.inputTopics(), Optional.empty(), Optional.empty());
            }
            measure(new ReplaySpace(live, "passing-cold"), new ReplaySpace(live, "cold"), cluster, first(range), artifact);
            measure(new ReplaySpace(live, "passing"), new ReplaySpace(live, "warm"), cluster, range, artifact);
        }
        System.exit(0);
    }

    private static void measure(
            ReplaySpace passing, ReplaySpace replaying, Cluster cluster, Range range, Artifact artifact) {
        double passed = passThrough(passing, cluster, range, artifact);
        double replayed = replay(replaying, range, artifact);
        System.out.printf(
                "%,d events: pass-through %,.0f/s, replay %,.0f/s, ratio %.3f%n",
                range.length(), passed, replayed, replayed / passed);
    }

    /** A twentieth of every partition, to warm up on. */
    private static Range first(Range range) {
        Map<TopicPartition, Range.Span> spans = new HashMap<>();
        range.spans().forEach((partition, span) -> spans.put(partition, new Range.Span(0, span.to() / 20)));
        return new Range(spans);
    }

    private static double replay(ReplaySpace space, Range range, Artifact artifact) {
        GatecastConfig config = space.config(Optional.empty(), PARTITIONS, Map.of());
        ForecastTopology topology = ForecastTopology.build(config, artifact);
        new Prerequisites(config, artifact).require();
        long start = System.nanoTime();
        new ReplayRun(config, topology, range, Double.POSITIVE_INFINITY).run(ReplayRate::pause, done -> {});
        System.out.printf("%,d forecasts of %d steps%n", topology.counts().forecasts(), artifact.model().spec().horizon());
        return range.length() / ((System.nanoTime() - start) / 1e9);
    }

    /** The same settings of Kafka Streams, and the same consumers, but the records as they are. */
    private static double passThrough(ReplaySpace space, Cluster cluster, Range range, Artifact artifact) {
        GatecastConfig config = space.config(Optional.empty(), PARTITIONS, Map.of());
        ForecastTopology topology = ForecastTopology.build(config, artifact);
        cluster.createTopic(space.ownForecasts(), Optional.of(PARTITIONS));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("readings", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .to(space.ownForecasts(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        Properties settings = topology.settings();
        long start = System.nanoTime();
        try (KafkaStreams streams = new KafkaStreams(builder.build(), settings);
                Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            streams.start();
            List<TopicPartition> written = new ArrayList<>();
            for (int p = 0; p < PARTITIONS; p++) {
                written.add(new TopicPartition(space.ownForecasts(), p));
            }
            // Committed records and the marks of their transactions: at least as many as were read.
            while (consumer.endOffsets(written).values().stream().mapToLong(Long::longValue).sum() < range.length()) {
                pause(200);
            }
            return range.length() / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static boolean pause(long ms) {
        try {
            Thread.sleep(ms);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void feed(Cluster cluster, int events) {
        long start = System.nanoTime();
        try (Producer<String, Observation> producer = cluster.observationProducer()) {
            for (int i = 0; i < events; i++) {
                int key = i % KEYS;
                long timestampMs = START_MS + i / KEYS * 3_600_000L;
                producer.send(new ProducerRecord<>(
                        "readings",
                        null,
                        timestampMs,
                        "sensor-" + key,
                        new Observation("sensor-" + key, timestampMs, List.of(value(key, i / KEYS)), List.of(), List.of())));
            }
        }
        System.out.printf("fed %,d events in %.0f s%n", events, (System.nanoTime() - start) / 1e9);
    }

    private static Artifact train(Path file) {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            long[] times = new long[600];
            double[] values = new double[600];
            for (int row = 0; row < times.length; row++) {
                times[row] = START_MS + row * 3_600_000L;
                values[row] = value(s, row);
            }
            series.add(new TrainingSeries("s" + s, times, new double[][] {values}, List.of("value")));
        }
        TrainingOptions options =
                TrainingOptions.builder(6).seasons(List.of(24)).hidden(32).epochs(3).build();
        var trained = new Trainer(options, TrainingProgress.SILENT).train(series);
        return ArtifactFile.write(file, "rate", trained.model(), trained.report());
    }

    private static double value(int series, int row) {
        long bits = (series * 10_007L + row) * 0x9E3779B97F4A7C15L;
        double noise = ((bits >>> 11) * 0x1p-53 - 0.5) * 6;
        return 100 + series % 50 + 20 * StrictMath.sin(2 * Math.PI * row / 24) + noise;
    }
}
