package io.gatecast.benchmarks.topology;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gatecast.benchmarks.SampleModel;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.LoggerFactory;

/** Restores the states of many series from their changelogs, and reads the same changelogs with a plain consumer. */
public final class RestoreRatio {
    private static final String APPLICATION = "restore-benchmark";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_MINUTES = 20;

    private RestoreRatio() {}

    /**
     * Fills states, loses them, and measures.
     *
     * @param args number of series, 1,000,000 if left out, of events per series, 2 if left out, and of rounds beside the first, 3 if
     *     left out
     */
    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        int keys = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        long records = keys * (args.length > 1 ? Long.parseLong(args[1]) : 2L);
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Artifact artifact = SampleModel.artifact(64);
        try (Site site = new Site(1)) {
            site.fill(records, keys, false);
            Path folder = Site.newStateFolder();
            Drain.of(Subject.GATECAST, config(site, folder), artifact, site, records - 1, records);
            Site.delete(folder);
            for (int round = 0; round <= rounds; round++) {
                Path empty = Site.newStateFolder();
                Reading restored = restore(site, artifact, empty);
                Site.delete(empty);
                Reading read = read(site);
                restored.print("restored into state stores");
                read.print("read by a plain consumer");
                System.out.printf(
                        Locale.ROOT,
                        "restore / plain consumer %.2f × of the time that passed, %.2f × of processor time%s%n",
                        read.seconds() / restored.seconds(),
                        read.threadSeconds() / restored.threadSeconds(),
                        round == 0 ? " (to warm up)" : "");
            }
        }
        System.exit(0);
    }

    /** How long one thread took for some records, and how long it ran on a processor. */
    private record Reading(long records, double seconds, double threadSeconds) {
        static Reading since(long beginNanos, long beginThreadNanos, long records) {
            return new Reading(
                    records,
                    (System.nanoTime() - beginNanos) / 1e9,
                    (THREADS.getCurrentThreadCpuTime() - beginThreadNanos) / 1e9);
        }

        void print(String how) {
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %,12d records in %.2f s, %.2f s of processor time, %,.0f per second%n",
                    how,
                    records,
                    seconds,
                    threadSeconds,
                    records / seconds);
        }
    }

    private static GatecastConfig config(Site site, Path folder) {
        return GatecastConfig.of(new HashMap<>(Map.of(
                "application.id",
                APPLICATION,
                "bootstrap.servers",
                site.bootstrapServers(),
                "schema.registry.url",
                Site.REGISTRY,
                "input.topics",
                Site.INPUT,
                "state.dir",
                folder.toString(),
                "num.standby.replicas",
                "0",
                "kafka.producer.transaction.timeout.ms",
                "120000",
                "kafka.auto.offset.reset",
                "earliest")));
    }

    private static Reading restore(Site site, Artifact artifact, Path folder) {
        Subject.Built built = Subject.GATECAST.build(config(site, folder), artifact, Site.OUTPUT);
        Restoration restoration = new Restoration(site.changelogs().size());
        try (KafkaStreams streams = new KafkaStreams(built.topology(), built.settings())) {
            streams.setGlobalStateRestoreListener(restoration);
            streams.start();
            return restoration.await();
        }
    }

    /** All stores of a partition are restored by one thread, which calls this. */
    private static final class Restoration implements StateRestoreListener {
        private final CountDownLatch stores;
        private long beginNanos;
        private long beginThreadNanos;
        private long records;
        private Reading reading;

        Restoration(int stores) {
            this.stores = new CountDownLatch(stores);
        }

        @Override
        public synchronized void onRestoreStart(TopicPartition partition, String store, long from, long to) {
            if (beginNanos == 0) {
                beginNanos = System.nanoTime();
                beginThreadNanos = THREADS.getCurrentThreadCpuTime();
            }
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long upTo, long count) {
            // counted at the end
        }

        @Override
        public synchronized void onRestoreEnd(TopicPartition partition, String store, long count) {
            records += count;
            reading = Reading.since(beginNanos, beginThreadNanos, records);
            stores.countDown();
        }

        Reading await() {
            try {
                if (!stores.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("not restored within " + PATIENCE_MINUTES + " minutes");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            synchronized (this) {
                return reading;
            }
        }
    }

    private static Reading read(Site site) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", site.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 1_000); // as the restoring consumer has it
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = site.changelogs().stream()
                    .map(topic -> new TopicPartition(topic, 0))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long begin = System.nanoTime();
            long beginThread = THREADS.getCurrentThreadCpuTime();
            long records = 0;
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    records += record.serializedKeySize() > 0 ? 1 : 0;
                }
            }
            return Reading.since(begin, beginThread, records);
        }
    }
}
