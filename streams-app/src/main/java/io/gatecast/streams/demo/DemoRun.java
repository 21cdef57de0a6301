package io.gatecast.streams.demo;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.ObservationSender;
import io.gatecast.streams.client.TopicReader;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.Companions;
import io.gatecast.streams.serve.Observability;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * The main job in one process: a broker, readings put on its input topic, the real topology, and its forecasts read back
 * and compared with what then happened.
 */
public final class DemoRun {
    private static final String INPUT_TOPIC = "readings";
    private static final int PARTITIONS = 2;
    private static final Duration POLL = Duration.ofMillis(20);
    /** Moments fed between two looks at the output while the history is fed. */
    private static final int MOMENTS_PER_TURN = 20;
    /** How long the topology may be silent at the end while forecasts are outstanding. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DemoSettings settings;
    private final Moments moments;
    private final Scoreboard board;
    private final BooleanSupplier stopRequested;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * Prepares a run.
     *
     * @param settings what to do
     * @param moments where the readings come from
     * @param stopRequested asked often; true ends the run
     */
    public DemoRun(DemoSettings settings, Moments moments, BooleanSupplier stopRequested) {
        this.settings = settings;
        this.moments = moments;
        this.stopRequested = stopRequested;
        ModelSpec spec = settings.artifact().model().spec();
        board = new Scoreboard(settings.season(), spec.horizon());
    }

    /**
     * Runs until the limit of events or time, the end of the readings, or the request to stop.
     *
     * @param out where to show it
     * @param isTerminal whether that is a terminal
     * @return what it came to
     * @throws KafkaException if the topology dies or the registry cannot be reached
     */
    public DemoSummary run(PrintWriter out, boolean isTerminal) {
        Path stateFolder = createStateFolder();
        try (DemoView view = isTerminal ? new LiveTable(out) : new PlainLines(out);
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            GatecastConfig config = config(broker, stateFolder);
            Topics topics = Topics.of(config);
            Cluster cluster = new Cluster(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    Map.of("schema.registry.url", settings.registryUrl()));
            List<String> written = topics.written(config.detection().isPresent());
            cluster.createTopic(INPUT_TOPIC, Optional.of(PARTITIONS));
            for (String topic : written) {
                cluster.createTopic(topic, Optional.of(PARTITIONS));
            }
            LiveModels models = new LiveModels(Deployment.of(settings.artifact()));
            Companions companions = Companions.of(config, models);
            try (Observability observability = Observability.open(config, models);
                    KafkaStreams streams = observability.watched(
                            ForecastTopology.build(config, companions.watchedBy(observability.watch())),
                            companions.controls())) {
                view.note(whereToLook(broker, topics, written, observability.address()));
                streams.setUncaughtExceptionHandler(exception -> {
                    failure.compareAndSet(null, exception);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
                streams.start();
                drive(cluster, topics, view);
            }
        } finally {
            EmbeddedBroker.delete(stateFolder);
        }
        return summary();
    }

    private static Path createStateFolder() {
        try {
            return Files.createTempDirectory("gatecast-demo-state-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatecastConfig config(EmbeddedBroker broker, Path stateFolder) {
        Map<String, String> all = new HashMap<>(Map.of(
                "application.id", "gatecast-demo",
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", settings.registryUrl(),
                "input.topics", INPUT_TOPIC,
                "state.dir", stateFolder.toString(),
                "num.standby.replicas", "0",
                "num.stream.threads", Integer.toString(PARTITIONS)));
        settings.httpPort().ifPresent(port -> all.put("http.port", Integer.toString(port)));
        return GatecastConfig.of(all);
    }

    private String whereToLook(EmbeddedBroker broker, Topics topics, List<String> written, Optional<URI> page) {
        String where = page.map(address -> "web page %s%n".formatted(address)).orElse("")
                + "broker %s, topics %s, %s%n"
                        .formatted(broker.bootstrapServers(), INPUT_TOPIC, String.join(", ", written));
        if (settings.registryUrl().startsWith("mock:")) {
            return where + "(schemas in this process; with --schema-registry URL, gatecast tail can read along)";
        }
        return where
                + "in another terminal: gatecast tail --bootstrap-servers %s --schema-registry %s --topic %s"
                        .formatted(broker.bootstrapServers(), settings.registryUrl(), topics.forecasts());
    }

    private void drive(Cluster cluster, Topics topics, DemoView view) {
        try (Producer<String, io.gatecast.schema.Observation> producer = cluster.observationProducer();
                ObservationSender sender = new ObservationSender(producer, INPUT_TOPIC);
                Deserializer<Forecast> forecasts = AvroSerdes.of(Forecast.class, cluster.registryConfig(), false)
                        .deserializer();
                TopicReader<byte[]> reader = new TopicReader<>(
                        cluster.committedConsumer(new ByteArrayDeserializer()),
                        topics.forecasts(),
                        topics.deadLetters())) {
            Output output = new Output(reader, forecasts, topics);
            feed(sender, output, view);
            sender.flush();
            awaitOutstanding(output, view);
        }
    }

    private void feed(ObservationSender sender, Output output, DemoView view) {
        long startNanos = System.nanoTime();
        boolean more = feedHistory(sender, output, view, startNanos);
        long dueNanos = System.nanoTime();
        while (more && !isOver(startNanos)) {
            if (System.nanoTime() >= dueNanos) {
                more = sendNext(sender);
                dueNanos += settings.pace().toNanos();
            }
            output.read();
            view.show(board, "live");
        }
    }

    /** Returns once all forecasts of the history are there, so that the live ones do not queue behind them. */
    private boolean feedHistory(ObservationSender sender, Output output, DemoView view, long startNanos) {
        boolean more = true;
        long fed = 0;
        while (!isOver(startNanos) && (more && fed < settings.historyMoments() || board.outstanding() > 0)) {
            for (int i = 0; i < MOMENTS_PER_TURN && more && fed < settings.historyMoments(); i++) {
                more = sendNext(sender);
                fed++;
            }
            output.read();
            view.show(board, "history");
        }
        return more;
    }

    private boolean isOver(long startNanos) {
        requireTopologyAlive();
        return board.events() >= settings.maxEvents()
                || System.nanoTime() - startNanos >= settings.maxTime().toNanos()
                || stopRequested.getAsBoolean();
    }

    private boolean sendNext(ObservationSender sender) {
        return moments.next((key, timestampMs, value) -> {
            if (board.events() < settings.maxEvents()) {
                board.observe(key, timestampMs, value);
                sender.send(key, new Observation(timestampMs, value), List.of());
            }
        });
    }

    private void awaitOutstanding(Output output, DemoView view) {
        long lastProgressNanos = System.nanoTime();
        while (board.outstanding() > 0 && System.nanoTime() - lastProgressNanos < PATIENCE.toNanos()) {
            requireTopologyAlive();
            if (output.read()) {
                lastProgressNanos = System.nanoTime();
            }
            view.show(board, "finishing");
        }
    }

    private void requireTopologyAlive() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new KafkaException("the topology stopped", cause);
        }
    }

    private DemoSummary summary() {
        return new DemoSummary(
                board.events(),
                board.forecasts(),
                board.rejected(),
                board.season(),
                settings.artifact().model().spec().horizon(),
                board.ofNext(),
                board.ofFarthest(),
                moments.faults());
    }

    /** What the topology has written. */
    private final class Output {
        private final TopicReader<byte[]> reader;
        private final Deserializer<Forecast> forecasts;
        private final Topics topics;

        Output(TopicReader<byte[]> reader, Deserializer<Forecast> forecasts, Topics topics) {
            this.reader = reader;
            this.forecasts = forecasts;
            this.topics = topics;
        }

        /** Puts what is new on the board; returns whether there was anything. */
        boolean read() {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                any = true;
                if (message.topic().equals(topics.deadLetters())) {
                    board.reject();
                } else {
                    board.forecast(forecasts.deserialize(message.topic(), message.value()));
                }
            }
            return any;
        }
    }
}
