package io.gatecast.streams.process;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.Step;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.TimeRules;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.state.SeriesStore;
import io.gatecast.streams.state.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Steps each series through its observations and issues a forecast after each step. */
public final class ForecastProcessor extends ContextualProcessor<String, Arrival, String, Outcome> {
    private final GatecastConfig config;
    private final Artifact artifact;
    private final TimeRules rules;
    private final ForecastEncoder encoder;
    private final Counts counts;
    private SeriesStore store;

    private ForecastProcessor(GatecastConfig config, Artifact artifact, TimeRules rules, Counts counts) {
        this.config = config;
        this.artifact = artifact;
        this.rules = rules;
        this.encoder = new ForecastEncoder(artifact, rules.stepMs());
        this.counts = counts;
    }

    /**
     * Supplies a processor per task, and the stores they need.
     *
     * @param config how states are kept
     * @param artifact the model
     * @param rules how events become steps
     * @param counts what is done is counted here
     * @return supplier
     */
    public static ProcessorSupplier<String, Arrival, String, Outcome> supplier(
            GatecastConfig config, Artifact artifact, TimeRules rules, Counts counts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Arrival, String, Outcome> get() {
                return new ForecastProcessor(config, artifact, rules, counts);
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
        store = new SeriesStore(
                context.getStateStore(Stores.CHECKPOINTS),
                context.getStateStore(Stores.TAILS),
                new Forecaster(artifact.model()),
                rules,
                artifact.id(),
                config.checkpointEvery(),
                config.memoKeys(),
                counts::found);
    }

    @Override
    public void close() {
        store = null;
    }

    @Override
    public void process(Record<String, Arrival> record) {
        try {
            process(record, record.key(), record.value());
        } catch (RuntimeException e) {
            store.evict(record.key());
            throw e;
        }
    }

    private void process(Record<String, Arrival> record, String key, Arrival arrival) {
        Series series = store.find(key);
        Placement placement = store.place(series, arrival.observation());
        if (placement instanceof Placement.Placed placed) {
            SourceRecord source = arrival.source();
            List<Issued> issued = new ArrayList<>(1);
            store.take(
                    key,
                    series,
                    arrival.observation(),
                    placed,
                    (step, revision) -> issued.add(issued(key, step, revision, source)));
            issued.forEach(step -> context().forward(record.withValue(step).withTimestamp(step.issuedAtMs())));
        } else {
            Refusal refusal = refusal(placement, series, arrival);
            counts.rejected(refusal.why().reason());
            context().forward(record.withValue(refusal));
        }
    }

    private Issued issued(String key, Step step, int revision, SourceRecord source) {
        List<io.gatecast.schema.Forecast> forecasts =
                new ArrayList<>(step.forecasts().size());
        for (Forecast forecast : step.forecasts()) {
            counts.forecast();
            if (revision > 0) {
                counts.revision();
            }
            forecasts.add(encoder.encode(key, forecast, revision, source.topic(), source.partition(), source.offset()));
        }
        return new Issued(forecasts);
    }

    private Refusal refusal(Placement placement, Series series, Arrival arrival) {
        Observation observation = arrival.observation();
        if (placement instanceof Placement.Late late) {
            return new Refusal(
                    new Rejected(Reason.LATE, tooOld(series, observation)),
                    arrival.source(),
                    OptionalLong.of(late.latenessMs()));
        }
        if (placement instanceof Placement.Repeated) {
            return new Refusal(
                    new Rejected(
                            Reason.DUPLICATE,
                            rules.keepsPending()
                                    ? "the series has the same event of "
                                            + Instant.ofEpochMilli(observation.timestampMs()) + " already"
                                    : tooOld(series, observation)),
                    arrival.source());
        }
        if (placement instanceof Placement.Crowded) {
            return new Refusal(
                    new Rejected(
                            Reason.STEP_FULL,
                            "the open steps of a series must not hold more than " + rules.mostPending() + " events"),
                    arrival.source());
        }
        return new Refusal(
                new Rejected(
                        Reason.FIRST_VALUE_MISSING,
                        "the first observation of a series must have a value in every column"),
                arrival.source());
    }

    private String tooOld(Series series, Observation observation) {
        Instant found = Instant.ofEpochMilli(observation.timestampMs());
        return rules.keepsPending()
                ? "the event time must not be before " + Instant.ofEpochMilli(series.settledMs())
                        + ", up to which its series is settled, was " + found
                : "the event time must be after " + Instant.ofEpochMilli(series.latestMs())
                        + ", that of the series' latest observation, was " + found;
    }
}
