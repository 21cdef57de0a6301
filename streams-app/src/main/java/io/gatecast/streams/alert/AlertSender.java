package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.RecordDecoder;
import io.gatecast.streams.config.AlertSettings;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads alarms and how probable it is that limits will be crossed, and tells a webhook of incidents, at least once. What is committed
 * is the place of the first record of the oldest incident that is not over: after a restart incidents since then are made again
 * and told once more. With it goes which alarms they are named after, so that they have the same ids again, in whatever order
 * partitions are read.
 */
public final class AlertSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSender.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String application;
    private final int mostIncidents;
    private final Duration linger;
    private final Clock clock;
    private final Webhook webhook;
    private final Optional<String> breaches;
    private final IncidentBook book;
    private final RecordDecoder decoder;
    private final Consumer<byte[], byte[]> consumer;
    private Optional<Batch> pending = Optional.empty();
    private Optional<Instant> newsSince = Optional.empty();
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

    private record Batch(Message message, List<Incident> incidents) {}

    /**
     * Opens the topics where the last sender ended, or at their ends if there was none.
     *
     * @param config configuration
     * @param anomalies the anomaly topic; empty if there is none
     * @param breaches the topic of breaches; empty if there is none
     * @param address where to send
     * @param fromBeginning whether to begin at the beginning of the topics where there was no sender before
     * @param clock this machine's clock
     * @throws UnmetException if there is no such topic
     */
    public AlertSender(
            GatecastConfig config,
            Optional<String> anomalies,
            Optional<String> breaches,
            URI address,
            boolean fromBeginning,
            Clock clock) {
        this.breaches = breaches;
        this.application = config.applicationId();
        AlertSettings alerts = config.alerts();
        this.mostIncidents = alerts.mostIncidents();
        this.linger = alerts.linger();
        this.clock = clock;
        webhook = new Webhook(address, alerts.token(), alerts.mostRequestsPerMinute(), clock);
        Map<String, Object> clients = new HashMap<>(config.clientSettings());
        clients.put(ConsumerConfig.GROUP_ID_CONFIG, application + "-alerts");
        clients.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, fromBeginning ? "earliest" : "latest");
        Map<String, Object> registry = new HashMap<>(config.registrySettings());
        registry.putIfAbsent("schema.registry.url", "mock://none"); // alarms are JSON then
        Cluster cluster = new Cluster(clients, registry);
        decoder = new RecordDecoder(cluster);
        consumer = cluster.committedConsumer(new ByteArrayDeserializer());
        try {
            consumer.assign(Stream.of(anomalies, breaches)
                    .flatMap(Optional::stream)
                    .flatMap(this::partitions)
                    .toList());
            book = new IncidentBook(
                    new IncidentRules(alerts.gap(), alerts.longest(), alerts.group(), config.breachProbability()),
                    named());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The alarms after which the incidents of the sender before are named. */
    private Set<Place> named() {
        Set<Place> named = new HashSet<>();
        consumer.committed(consumer.assignment()).forEach((partition, place) -> {
            if (place != null) {
                named.addAll(Place.parse(partition, place.metadata()));
            }
        });
        return named;
    }

    private Stream<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnmetException(
                    "the topic " + topic + " does not exist; gatecast run or gatecast topics create creates it");
        }
        return partitions.stream();
    }

    /**
     * Sends until it is told to stop.
     *
     * @param isStopped asked some times a second
     */
    public void run(BooleanSupplier isStopped) {
        while (!isStopped.getAsBoolean()) {
            step();
        }
        commit();
    }

    private void step() {
        if (pending.isPresent()) {
            consumer.pause(consumer.assignment()); // alarms wait in the topic, not in memory
        } else {
            consumer.resume(consumer.paused());
        }
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            read(message);
        }
        consumer.assignment().forEach(partition -> book.forgetBefore(partition, consumer.position(partition)));
        if (pending.isEmpty() && book.isRestored()) {
            Instant now = clock.instant();
            book.quietTopics(now).stream().filter(this::hasReadAll).forEach(topic -> book.closeQuiet(topic, now));
            pending = gather();
            pending.ifPresent(batch -> commit()); // with what is about to be told
        }
        if (pending.isPresent() && webhook.isReady()) {
            send(pending.get());
        }
        if (pending.isEmpty()) {
            commit();
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        ObjectNode content = decoder.decode(message);
        if (breaches.filter(message.topic()::equals).isPresent()) {
            Warning.of(content, partition, message.offset())
                    .ifPresentOrElse(
                            warning -> book.add(warning, clock.instant()),
                            () -> passOver(message, content, "it has no key, timestampMs or probability"));
            return;
        }
        Alarm.of(content, partition, message.offset())
                .ifPresentOrElse(alarm -> book.add(alarm, clock.instant()), () -> {
                    if (!Alarm.isDenied(content)) {
                        passOver(message, content, "it has no key, timestampMs or alarm");
                    }
                });
    }

    private static void passOver(ConsumerRecord<byte[], byte[]> message, ObjectNode content, String reason) {
        LOG.warn(
                "nothing can be read from {} at offset {}, which is passed over: {}",
                new TopicPartition(message.topic(), message.partition()),
                message.offset(),
                content.path("unreadable").asText(reason));
    }

    /** While a message waits, so do records on the topic: that none was heard does not mean that there was none. */
    private boolean hasReadAll(String topic) {
        try {
            List<TopicPartition> partitions = consumer.assignment().stream()
                    .filter(partition -> partition.topic().equals(topic))
                    .toList();
            return consumer.endOffsets(partitions).entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        } catch (TimeoutException e) {
            return false; // a broker that does not answer has not said so
        }
    }

    /** Waits a little after the first news, so that what happens together is told together. */
    private Optional<Batch> gather() {
        List<Incident> news = book.news(mostIncidents);
        if (news.isEmpty()) {
            newsSince = Optional.empty();
            return Optional.empty();
        }
        Instant since = newsSince.orElseGet(clock::instant);
        newsSince = Optional.of(since);
        if (news.size() < mostIncidents && clock.instant().isBefore(since.plus(linger))) {
            return Optional.empty();
        }
        return Optional.of(new Batch(Message.of(application, news), news));
    }

    private void send(Batch batch) {
        Webhook.Attempt attempt =
                webhook.post(batch.message().json(), batch.message().id());
        switch (attempt.outcome()) {
            case TAKEN -> LOG.info("told of {} incidents", batch.incidents().size());
            case REFUSED ->
                LOG.error(
                        "the webhook refuses {} incidents, which are passed over: {}: {}",
                        batch.incidents().size(),
                        attempt.reason(),
                        batch.message().json());
            case FAILED -> {
                LOG.warn("the webhook does not take the message, which waits: {}", attempt.reason());
                return;
            }
        }
        book.told(batch.incidents());
        pending = Optional.empty();
        newsSince = Optional.empty();
    }

    private void commit() {
        Map<TopicPartition, Long> first = book.firstOffsets();
        Set<Place> names = book.names();
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            long next = consumer.position(partition);
            places.put(
                    partition,
                    new OffsetAndMetadata(
                            Math.min(next, first.getOrDefault(partition, next)), Place.text(partition, names)));
        }
        if (!places.equals(committed)) {
            consumer.commitSync(places);
            committed = places;
        }
    }

    @Override
    public void close() {
        consumer.close();
        decoder.close();
    }
}
