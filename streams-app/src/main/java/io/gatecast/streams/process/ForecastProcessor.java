package io.gatecast.streams.process;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.Score;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Anomaly;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.encode.AnomalyEncoder;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.state.Series;
import io.gatecast.streams.state.SeriesStore;
import io.gatecast.streams.state.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Steps each series through its observations and issues a forecast after each. */
public final class ForecastProcessor extends ContextualProcessor<String, Arrival, String, Outcome> {
    private final GatecastConfig config;
    private final Artifact artifact;
    private final ForecastEncoder encoder;
    private final AnomalyEncoder anomalies;
    private final Counts counts;
    private Forecaster forecaster;
    private SeriesStore store;

    private ForecastProcessor(GatecastConfig config, Artifact artifact, Counts counts) {
        this.config = config;
        this.artifact = artifact;
        this.encoder = new ForecastEncoder(artifact);
        this.anomalies = new AnomalyEncoder(artifact);
        this.counts = counts;
    }

    /**
     * Supplies a processor per task, and the stores they need.
     *
     * @param config how states are kept
     * @param artifact the model
     * @param counts what is done is counted here
     * @return supplier
     */
    public static ProcessorSupplier<String, Arrival, String, Outcome> supplier(
            GatecastConfig config, Artifact artifact, Counts counts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Arrival, String, Outcome> get() {
                return new ForecastProcessor(config, artifact, counts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Stores.builders();
            }
        };
    }

    /** Called again for the same object when a task is revived after an abort: nothing of before may be left. */
    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        super.init(context);
        forecaster = new Forecaster(artifact.model(), config.detection());
        store = new SeriesStore(
                context.getStateStore(Stores.CHECKPOINTS),
                context.getStateStore(Stores.TAILS),
                forecaster,
                artifact.id(),
                config.checkpointEvery(),
                config.memoKeys(),
                counts::found);
    }

    @Override
    public void close() {
        store = null;
        forecaster = null;
    }

    @Override
    public void process(Record<String, Arrival> record) {
        try {
            context().forward(record.withValue(outcome(record.key(), record.value())));
        } catch (RuntimeException e) {
            store.evict(record.key());
            throw e;
        }
    }

    private Outcome outcome(String key, Arrival arrival) {
        Observation observation = arrival.observation();
        Series series = store.find(key);
        Optional<Rejected> refusal = refusal(series.state(), observation);
        if (refusal.isPresent()) {
            counts.rejected(refusal.get().reason());
            return new Refusal(refusal.get(), arrival.source());
        }
        Step step = forecaster.step(series.state(), observation);
        store.save(key, series, observation);
        SourceRecord source = arrival.source();
        List<io.gatecast.schema.Forecast> forecasts = new ArrayList<>();
        for (Forecast forecast : step.forecasts()) {
            counts.forecast();
            forecasts.add(encoder.encode(
                    key, forecast, step.detection(), source.topic(), source.partition(), source.offset()));
        }
        return new Issued(forecasts, anomalies(key, observation.timestampMs(), step, source));
    }

    private List<Anomaly> anomalies(String key, long timestampMs, Step step, SourceRecord source) {
        Optional<Detection> alarm = step.detection().filter(Detection::alarm);
        if (alarm.isEmpty()) {
            return List.of();
        }
        counts.alarm();
        Score judged = step.scores().get(alarm.get().column());
        return List.of(anomalies.encode(
                key, timestampMs, alarm.get(), judged, source.topic(), source.partition(), source.offset()));
    }

    private Optional<Rejected> refusal(SeriesState state, Observation observation) {
        if (!forecaster.accepts(state, observation)) {
            return Optional.of(new Rejected(
                    Reason.FIRST_VALUE_MISSING, "the first observation of a series must have a value in every column"));
        }
        if (state.steps() == 0 || observation.timestampMs() > state.clockMs()) {
            return Optional.empty();
        }
        boolean same = observation.timestampMs() == state.clockMs();
        return Optional.of(new Rejected(
                same ? Reason.DUPLICATE : Reason.LATE,
                "the event time must be after " + Instant.ofEpochMilli(state.clockMs())
                        + ", that of the series' latest observation, was "
                        + Instant.ofEpochMilli(observation.timestampMs())));
    }
}
