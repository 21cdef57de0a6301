package io.gatecast.streams.explain;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.Step;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.StepListener;
import io.gatecast.core.order.TimeRules;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.DecodedKey;
import io.gatecast.streams.decode.Event;
import io.gatecast.streams.decode.EventDeserializer;
import io.gatecast.streams.decode.EventTimeExtractor;
import io.gatecast.streams.decode.InputValue;
import io.gatecast.streams.decode.KeyReader;
import io.gatecast.streams.decode.SeriesKey;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.state.CheckpointPlaces;
import io.gatecast.streams.state.SeriesStore;
import io.gatecast.streams.state.StorePair;
import io.gatecast.streams.topology.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * One series stepped through the records of its partition again, by what steps it live: the same decoding, order, checkpoints
 * and models. Records of other series only move the time on. One thread.
 */
public final class SeriesReplay {
    private static final int VALUES_TOLD = 12;

    private final GatecastConfig config;
    private final String key;
    private final Trail trail;
    private final Function<String, Artifact> models;
    private final KeyReader keys;
    private final EventDeserializer values;
    private final EventTimeExtractor times;
    private final TimeRules rules;
    private final StorePair stores = new StorePair(new HeapStore(), new HeapStore());
    private Artifact artifact;
    private Forecaster forecaster;
    private ForecastEncoder encoder;
    private SeriesStore store;
    private long streamTimeMs = -1;
    private long events;

    /**
     * Begins before the first record.
     *
     * @param config settings of the application that forecast
     * @param key name of the series
     * @param trail which models took its events
     * @param models finds a model by its id
     * @param registry where Avro schemas are, if there is one
     */
    public SeriesReplay(
            GatecastConfig config,
            String key,
            Trail trail,
            Function<String, Artifact> models,
            Optional<SchemaRegistryClient> registry) {
        this.config = config;
        this.key = key;
        this.trail = trail;
        this.models = models;
        use(trail.firstModel().orElseThrow());
        keys = new KeyReader(config, registry);
        values = new EventDeserializer(config, artifact.model().spec(), registry);
        times = new EventTimeExtractor(config);
        rules = Timing.rules(config, artifact.model().spec());
        open();
    }

    private void use(String modelId) {
        artifact = models.apply(modelId);
        forecaster = new Forecaster(artifact.model(), config.detection(), config.ledger());
        encoder = new ForecastEncoder(
                artifact, config.step().map(step -> step.toMillis()).orElse(0L));
    }

    /** Nothing is in memory that the stores do not have, as after an exchange of models. */
    private void open() {
        store = SeriesStore.leading(
                stores,
                Optional.empty(),
                forecaster,
                rules,
                artifact.id(),
                config.checkpointEvery(),
                1,
                Long.MAX_VALUE,
                CheckpointPlaces.ANY,
                origin -> {});
    }

    /**
     * Takes the next record of the partition.
     *
     * @param message the record
     * @return what the series forecast after it; empty if it is of another series, or changed nothing
     */
    public List<Recomputed> take(ConsumerRecord<byte[], byte[]> message) {
        InputValue value = values.deserialize(message.topic(), message.value());
        ConsumerRecord<Object, Object> decoded = new ConsumerRecord<>(
                message.topic(),
                message.partition(),
                message.offset(),
                message.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                message.key(),
                value,
                message.headers(),
                Optional.empty());
        long timestampMs = times.extract(decoded, streamTimeMs);
        streamTimeMs = Math.max(streamTimeMs, timestampMs);
        boolean usable = value.decoded() instanceof Event
                && EventTimeExtractor.unusable(decoded.headers()).isEmpty();
        if (!usable || !key.equals(key(message, (Event) value.decoded()))) {
            return List.of();
        }
        Place source = new Place(message.topic(), message.partition(), message.offset());
        trail.modelAt(source).filter(id -> !id.equals(artifact.id())).ifPresent(id -> {
            use(id);
            open();
        });
        return take(((Event) value.decoded()).at(timestampMs), source);
    }

    private String key(ConsumerRecord<byte[], byte[]> message, Event event) {
        DecodedKey found =
                event.key().<DecodedKey>map(SeriesKey::new).orElseGet(() -> keys.read(message.topic(), message.key()));
        return found instanceof SeriesKey series ? series.text() : null;
    }

    private List<Recomputed> take(Observation event, Place source) {
        Series series = find(event);
        List<Recomputed> issued = new ArrayList<>(1);
        if (store.place(series, event) instanceof Placement.Placed placed) {
            events++;
            StepListener listener = (step, revision) -> issued.addAll(
                    recomputed(series, step, revision, source.topic(), source.partition(), source.offset()));
            store.take(key, series, event, placed, listener);
        }
        return issued;
    }

    /** As a new one if it had expired. */
    private Series find(Observation event) {
        Series series = store.find(key, event);
        long expiredBeforeMs =
                config.stateTtl().map(span -> streamTimeMs - span.toMillis()).orElse(Long.MIN_VALUE);
        if (series.latestMs() >= 0 && series.latestMs() < expiredBeforeMs) {
            store.remove(key);
            return store.find(key, event);
        }
        return series;
    }

    /**
     * Closes open steps, as a clock does.
     *
     * @param untilMs end of the last step to close
     * @return what the series forecast then
     */
    public List<Recomputed> close(long untilMs) {
        List<Recomputed> issued = new ArrayList<>(1);
        Series series = store.find(key);
        store.close(key, untilMs, (step, revision) -> issued.addAll(recomputed(series, step, revision, "", -1, -1)));
        return issued;
    }

    private List<Recomputed> recomputed(
            Series series, Step step, int revision, String topic, int partition, long offset) {
        List<Recomputed> all = new ArrayList<>();
        for (int t = 0; t < step.forecasts().size(); t++) {
            Forecast forecast = step.forecasts().get(t);
            all.add(new Recomputed(
                    encoder.encode(key, forecast, revision, step.detection(), topic, partition, offset),
                    forecaster.summary(series.state(), t, VALUES_TOLD),
                    forecast.ledger()));
        }
        return all;
    }

    /**
     * Number of events of the series that were accepted so far.
     *
     * @return events
     */
    public long events() {
        return events;
    }

    /**
     * The model that forecasts now.
     *
     * @return model
     */
    public Artifact artifact() {
        return artifact;
    }
}
