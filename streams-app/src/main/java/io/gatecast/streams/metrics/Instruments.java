package io.gatecast.streams.metrics;

import io.gatecast.schema.Severity;
import io.gatecast.streams.board.Board;
import io.gatecast.streams.board.Figures;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.Counts;
import io.gatecast.streams.state.Origin;
import io.gatecast.streams.state.Stores;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Measures one running application: a registry whose numbers are read when somebody asks, for Prometheus, for JMX. The stream
 * threads do nothing for it but count and take the time.
 */
public final class Instruments implements AutoCloseable {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GatecastConfig config;
    private final LiveModels models;
    private final Optional<Board> board;
    private final RestoreProgress restore = new RestoreProgress();
    private final MultiGauge running = MultiGauge.builder(Metric.MODEL.id())
            .description(Metric.MODEL.meaning())
            .register(registry);
    private final JmxMirror jmx;
    private final List<AutoCloseable> bound = new ArrayList<>();
    private volatile Quality quality = new Quality(Long.MIN_VALUE, Double.NaN, Double.NaN, Double.NaN, 0);
    private Deployment shown;
    private long changes;

    /** What the board says about all series together, taken at most once a second. */
    private record Quality(long atNanos, double skill, double inner, double outer, long worse) {}

    /**
     * Begins to measure.
     *
     * @param config configuration
     * @param models the models that run
     * @param board the latest steps of the series, if they are kept
     */
    public Instruments(GatecastConfig config, LiveModels models, Optional<Board> board) {
        this.config = config;
        this.models = models;
        this.board = board;
        jmx = JmxMirror.of(registry, config.applicationId());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        bound.add(collections);
        bindModels();
        board.ifPresent(this::bindBoard);
    }

    /**
     * Progress of restoring, to be told by Kafka Streams.
     *
     * @return listener
     */
    public RestoreProgress restore() {
        return restore;
    }

    /**
     * Measures what the processors count.
     *
     * @param counts live counts
     */
    public void bind(Counts counts) {
        counter(Metric.RECORDS, Tags.empty(), counts, Counts::records);
        counter(Metric.FORECASTS, Tags.empty(), counts, Counts::forecasts);
        counter(Metric.REVISIONS, Tags.empty(), counts, Counts::revisions);
        counter(Metric.EXPIRED, Tags.empty(), counts, Counts::expired);
        counter(Metric.FALLBACKS, Tags.empty(), counts, Counts::fallbacks);
        counter(Metric.INTERVALS, Tags.of("band", "judged"), counts, Counts::intervals);
        counter(Metric.INTERVALS, Tags.of("band", "inner"), counts, Counts::insideInner);
        counter(Metric.INTERVALS, Tags.of("band", "outer"), counts, Counts::insideOuter);
        for (Reason reason : Reason.values()) {
            counter(Metric.REJECTED, Tags.of("reason", reason.name()), counts, all -> all.rejectedFor(reason));
        }
        for (Severity severity : Severity.values()) {
            counter(Metric.ANOMALIES, Tags.of("severity", severity.name()), counts, all -> all.alarms(severity));
        }
        for (Origin origin : Origin.values()) {
            counter(Metric.STATES_FOUND, Tags.of("origin", origin.name()), counts, all -> all.foundIn(origin));
        }
        Timer time = Timer.builder(Metric.EVENT_TIME.id())
                .description(Metric.EVENT_TIME.meaning())
                .publishPercentiles(QUANTILES)
                .register(registry);
        counts.onEventTime(nanos -> time.record(Duration.ofNanos(nanos)));
    }

    /**
     * Measures the application itself: its state, lag and stores, and all that Kafka measures.
     *
     * @param streams the application, not started yet
     */
    public void bind(KafkaStreams streams) {
        streams.setGlobalStateRestoreListener(restore);
        gauge(Metric.READY, Tags.empty(), () -> restore.isReady(streams) ? 1 : 0);
        for (String topic : config.inputTopics()) {
            gauge(Metric.LAG, Tags.of("topic", topic), () -> lag(streams, topic));
        }
        for (String store : config.modelTopic().isPresent() ? Stores.namesWithCandidate() : Stores.names()) {
            Tags tags = Tags.of("store", store);
            gauge(Metric.STORE_RECORDS, tags, () -> sum(streams, "estimate-num-keys", "rocksdb-state-id", store));
            gauge(Metric.STORE_BYTES, tags, () -> sum(streams, "total-sst-files-size", "rocksdb-state-id", store));
            gauge(Metric.RESTORE_REMAINING, tags, () -> restore.remaining(store));
            counter(Metric.RESTORED, tags, restore, progress -> progress.restored(store));
        }
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(registry);
        bound.add(kafka);
    }

    /**
     * Measures how long answers to HTTP requests take.
     *
     * @param status status of the answer
     * @param took time from request to answer
     */
    public void request(int status, Duration took) {
        Timer.builder(Metric.REQUESTS.id())
                .description(Metric.REQUESTS.meaning())
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(took);
    }

    /**
     * Measures how many pages are kept up to date.
     *
     * @param streams tells how many
     */
    public void bindStreams(IntSupplier streams) {
        gauge(Metric.STREAMS, Tags.empty(), streams::getAsInt);
    }

    /**
     * Records of an input topic that this instance has not read yet. Consumers may write its name with underscores in place of dots.
     *
     * @param streams the application
     * @param topic topic
     * @return number of records over the partitions read here, NaN if it is not known yet
     */
    public static double lag(KafkaStreams streams, String topic) {
        double lag = sum(streams, "records-lag", "topic", topic);
        return Double.isNaN(lag) ? sum(streams, "records-lag", "topic", topic.replace('.', '_')) : lag;
    }

    /** Sum of a metric of Kafka's over all clients, partitions or tasks. */
    private static double sum(KafkaStreams streams, String name, String tag, String value) {
        double sum = 0;
        boolean any = false;
        for (var entry : streams.metrics().entrySet()) {
            MetricName metric = entry.getKey();
            if (metric.name().equals(name)
                    && value.equals(metric.tags().get(tag))
                    && entry.getValue().metricValue() instanceof Number number
                    && !Double.isNaN(number.doubleValue())) {
                sum += number.doubleValue();
                any = true;
            }
        }
        return any ? sum : Double.NaN;
    }

    private void bindModels() {
        FunctionCounter.builder(Metric.MODEL_CHANGES.id(), this, Instruments::changes)
                .description(Metric.MODEL_CHANGES.meaning())
                .register(registry);
        models.onDeploy(this::showModels);
        showModels();
    }

    private synchronized double changes() {
        return changes;
    }

    private synchronized void showModels() {
        Deployment now = models.current();
        if (now == shown) {
            return;
        }
        if (shown != null && !shown.champion().id().equals(now.champion().id())) {
            changes++;
        }
        shown = now;
        List<Row<?>> rows = new ArrayList<>();
        rows.add(Row.of(Tags.of("role", "champion", "id", now.champion().id()), 1));
        now.trial()
                .ifPresent(trial -> rows.add(Row.of(
                        Tags.of("role", "candidate", "id", trial.artifact().id()), 1)));
        running.register(rows, true);
    }

    private void bindBoard(Board kept) {
        gauge(Metric.SERIES, Tags.empty(), kept::size);
        gauge(Metric.SKILL, Tags.empty(), () -> quality(kept).skill());
        gauge(Metric.WORSE_THAN_NAIVE, Tags.empty(), () -> quality(kept).worse());
        gauge(Metric.AT_RISK, Tags.empty(), () -> kept.atRisk(config.breachProbability()));
        gauge(Metric.BEYOND_LIMIT, Tags.empty(), kept::beyondLimit);
        gauge(Metric.COVERAGE, Tags.of("band", "inner"), () -> quality(kept).inner());
        gauge(Metric.COVERAGE, Tags.of("band", "outer"), () -> quality(kept).outer());
    }

    private Quality quality(Board kept) {
        long now = System.nanoTime();
        Quality latest = quality;
        if (latest.atNanos() != Long.MIN_VALUE && now - latest.atNanos() < 1_000_000_000L) {
            return latest;
        }
        List<Figures.Group> all = kept.nearest().toList();
        double[] skills = all.stream()
                .mapToDouble(Figures.Group::skill)
                .filter(skill -> !Double.isNaN(skill))
                .sorted()
                .toArray();
        quality = new Quality(
                now,
                skills.length == 0 ? Double.NaN : (skills[(skills.length - 1) / 2] + skills[skills.length / 2]) / 2,
                covered(all, Figures.Group::innerCovered),
                covered(all, Figures.Group::outerCovered),
                Arrays.stream(skills).filter(skill -> skill < 0).count());
        return quality;
    }

    private static double covered(List<Figures.Group> all, ToDoubleFunction<Figures.Group> share) {
        double covered = 0;
        double outcomes = 0;
        for (Figures.Group figures : all) {
            if (!Double.isNaN(share.applyAsDouble(figures))) {
                covered += share.applyAsDouble(figures) * figures.outcomes();
                outcomes += figures.outcomes();
            }
        }
        return outcomes == 0 ? Double.NaN : covered / outcomes;
    }

    private <T> void counter(Metric metric, Iterable<Tag> tags, T source, ToLongFunction<T> count) {
        FunctionCounter.builder(metric.id(), source, all -> count.applyAsLong(all))
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    private void gauge(Metric metric, Iterable<Tag> tags, Supplier<Number> number) {
        Gauge.builder(metric.id(), number)
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    /**
     * Everything measured, in Prometheus' text format.
     *
     * @return text
     */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        for (AutoCloseable binder : bound) {
            try {
                binder.close();
            } catch (Exception e) {
                throw new IllegalStateException("a meter cannot be closed", e);
            }
        }
        jmx.close();
        registry.close();
    }
}
