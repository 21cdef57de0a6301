package io.gatecast.streams.replay;

import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.state.BrokenTasks;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.ThreadFailureHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Leads a range of records through the graph. Where it is follows from the offsets committed by its consumer group, in the
 * transactions that hold the forecasts, so a replay that was interrupted goes on where these end.
 */
public final class ReplayRun {
    private static final long LOOK_EVERY_MS = 200;
    private static final Duration FIRST_RECORDS_WITHIN = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final GatecastConfig config;
    private final ForecastTopology topology;
    private final Range range;
    private final double speed;

    /**
     * Prepares a replay.
     *
     * @param config settings of the replay
     * @param topology the graph, made with them
     * @param range the records to be read
     * @param speed seconds of the records' time per second, infinite if as fast as possible
     */
    public ReplayRun(GatecastConfig config, ForecastTopology topology, Range range, double speed) {
        this.config = config;
        this.topology = topology;
        this.range = range;
        this.speed = speed;
    }

    /**
     * Runs until every record of the range has been read, processed and committed, or it is told to stop.
     *
     * @param stop waits for so many milliseconds, and tells whether to stop
     * @param progress is told how many records of the range are done, now and then
     * @return whether the range is done
     * @throws KafkaException if the graph or the cluster fails for good
     */
    public boolean run(LongPredicate stop, LongConsumer progress) {
        try (Admin admin = admin()) {
            Map<TopicPartition, Long> start = startOffsets(admin);
            Reading reading = new Reading(range, pace(start));
            try (KafkaStreams streams =
                            new KafkaStreams(topology.topology(), topology.settings(), new RangeClients(reading));
                    ThreadFailureHandler failures = new ThreadFailureHandler()) {
                streams.setUncaughtExceptionHandler(failures);
                BrokenTasks.delete(config.stateDirectory().resolve(config.applicationId()));
                streams.start();
                boolean done = isDone(admin, reading, progress);
                while (!done && !stop.test(LOOK_EVERY_MS)) {
                    requireAlive(streams, failures);
                    done = isDone(admin, reading, progress);
                }
                return done;
            }
        }
    }

    /** Where the group stands; a new one is put at the beginning of the range. */
    private Map<TopicPartition, Long> startOffsets(Admin admin) {
        Map<TopicPartition, Long> offsets = committed(admin);
        Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
        range.spans().forEach((partition, span) -> {
            if (!offsets.containsKey(partition)) {
                missing.put(partition, new OffsetAndMetadata(span.from()));
                offsets.put(partition, span.from());
            }
        });
        if (!missing.isEmpty()) {
            ReplayTraces.await(admin.alterConsumerGroupOffsets(config.applicationId(), missing)
                    .all());
        }
        return offsets;
    }

    private Map<TopicPartition, Long> committed(Admin admin) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ReplayTraces.await(
                        admin.listConsumerGroupOffsets(config.applicationId()).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /** The clock of a paced replay begins with the earliest of the records that come next. */
    private ReplayPace pace(Map<TopicPartition, Long> start) {
        if (speed == Double.POSITIVE_INFINITY) {
            return ReplayPace.UNLIMITED;
        }
        Map<TopicPartition, Long> firstMs = new HashMap<>();
        Set<TopicPartition> wanted = new HashSet<>();
        range.spans().forEach((partition, span) -> {
            if (start.get(partition) < span.to()) {
                wanted.add(partition);
            }
        });
        Cluster cluster = new Cluster(config.clientSettings(), Map.of());
        long deadline = System.nanoTime() + FIRST_RECORDS_WITHIN.toNanos();
        try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            consumer.assign(wanted);
            wanted.forEach(partition -> consumer.seek(partition, start.get(partition)));
            while (firstMs.size() < wanted.size() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (firstMs.putIfAbsent(partition, record.timestamp()) == null) {
                        consumer.pause(Set.of(partition));
                    }
                }
            }
        }
        long first = firstMs.values().stream().mapToLong(Long::longValue).min().orElse(0);
        return new ReplayPace(speed, first, System.nanoTime());
    }

    private boolean isDone(Admin admin, Reading reading, LongConsumer progress) {
        Map<TopicPartition, Long> committed = committed(admin);
        long done = 0;
        boolean all = true;
        for (Map.Entry<TopicPartition, Range.Span> entry : range.spans().entrySet()) {
            Range.Span span = entry.getValue();
            long at = Math.min(span.to(), committed.getOrDefault(entry.getKey(), span.from()));
            boolean here = reading.isDone(entry.getKey(), span.to(), at);
            done += here ? span.length() : at - span.from();
            all &= here;
        }
        progress.accept(done);
        return all && internalsAreDone(admin, reading);
    }

    /** What has been put together by series is processed in a second part of the graph, which is behind the first. */
    private boolean internalsAreDone(Admin admin, Reading reading) {
        Optional<String> internal = topology.topics().bySeries(config);
        if (internal.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        ReplayTraces.await(admin.describeTopics(List.of(internal.get())).allTopicNames())
                .get(internal.get())
                .partitions()
                .forEach(info -> asked.put(new TopicPartition(internal.get(), info.partition()), OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                ReplayTraces.await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        Map<TopicPartition, Long> committed = committed(admin);
        return ends.entrySet().stream()
                .allMatch(end -> reading.isDone(
                        end.getKey(), end.getValue().offset(), committed.getOrDefault(end.getKey(), 0L)));
    }

    private static void requireAlive(KafkaStreams streams, ThreadFailureHandler failures) {
        if (failures.fatal().isPresent()) {
            throw new KafkaException("the replay cannot go on", failures.fatal().get());
        }
        if (streams.state() == State.ERROR || streams.state() == State.NOT_RUNNING) {
            throw new KafkaException("the replay ended by itself, the log says why");
        }
    }

    private Admin admin() {
        Map<String, Object> settings = new HashMap<>(config.clientSettings());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return Admin.create(settings);
    }
}
