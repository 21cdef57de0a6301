package io.gatecast.streams.process;

import io.gatecast.core.Observation;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.TimeRules;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.state.Stores;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Steps each series through its observations and issues a forecast after each step. Which model does is asked before every
 * observation; one that takes over does so with the first observation of a series that it forecasts, in the same transaction.
 */
public final class ForecastProcessor extends ContextualProcessor<String, Arrival, Object, Object> {
    private final GatecastConfig config;
    private final Companions beside;
    private final TimeRules rules;
    private final Counts counts;
    private final Outlets outlets;
    private SeriesWatch.OfTask watchOfTask = SeriesWatch.OfTask.NONE;
    private Lineup lineup;
    private Upkeep upkeep;

    private ForecastProcessor(
            GatecastConfig config, Companions beside, TimeRules rules, Counts counts, Outlets outlets) {
        this.config = config;
        this.beside = beside;
        this.rules = rules;
        this.counts = counts;
        this.outlets = outlets;
    }

    /**
     * Supplies a processor per task, and the stores they need.
     *
     * @param config how states are kept
     * @param beside what goes on beside the graph
     * @param rules how events become steps
     * @param counts what is done is counted here
     * @param outlets names of the steps that write what it makes
     * @return supplier
     */
    public static ProcessorSupplier<String, Arrival, Object, Object> supplier(
            GatecastConfig config, Companions beside, TimeRules rules, Counts counts, Outlets outlets) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Arrival, Object, Object> get() {
                return new ForecastProcessor(config, beside, rules, counts, outlets);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return config.modelTopic().isPresent() ? Stores.buildersWithCandidate() : Stores.builders();
            }
        };
    }

    /** Called again for the same object when a task is revived after an abort: nothing of before may be left. */
    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        watchOfTask.close();
        watchOfTask = beside.watch().open(context.taskId());
        lineup = new Lineup(config, rules, beside, counts, context, System::nanoTime, watchOfTask);
        upkeep = new Upkeep(lineup, rules, config, counts, this::forwardWithoutRecord);
        upkeep.schedule(context);
    }

    @Override
    public void close() {
        watchOfTask.close();
        lineup = null;
        upkeep = null;
    }

    @Override
    public void process(Record<String, Arrival> record) {
        long beganNanos = System.nanoTime();
        try {
            lineup.refresh();
            process(record, record.key(), record.value());
            counts.took(System.nanoTime() - beganNanos);
        } catch (RuntimeException e) {
            lineup.evict(record.key());
            throw e;
        }
    }

    /** Finds a series, as a new one if too much time has passed since its latest event, whether it was removed yet or not. */
    private Series find(String key, Arrival arrival) {
        Series series = lineup.find(key, arrival);
        long latestMs = series.latestMs();
        if (latestMs >= 0 && latestMs < upkeep.expiredBefore(context().currentStreamTimeMs())) {
            upkeep.expire(key);
            return lineup.find(key, arrival);
        }
        return series;
    }

    private void process(Record<String, Arrival> record, String key, Arrival arrival) {
        if (!lineup.hasRoomFor(key)) {
            Rejected why = new Rejected(
                    Reason.TOO_MANY_KEYS,
                    "a partition must not have more than " + config.stateMaxKeys()
                            + " series, this would be a new one");
            refuse(record, new Refusal(why, arrival.source()));
            return;
        }
        Series series = find(key, arrival);
        Placement placement = lineup.place(series, arrival.observation());
        if (placement instanceof Placement.Placed placed) {
            for (Issued issued : lineup.take(key, series, arrival, placed)) {
                forward(key, issued, record.headers());
            }
        } else {
            refuse(record, refusal(placement, series, arrival));
        }
    }

    private void refuse(Record<String, Arrival> record, Refusal refusal) {
        counts.rejected(refusal.why().reason());
        context().forward(DeadLetter.of(record, refusal), outlets.deadLetters());
    }

    /** Sends the forecasts of a series that a clock has made take steps. */
    private void forwardWithoutRecord(String key, Issued issued) {
        forward(key, issued, new RecordHeaders());
    }

    private void forward(String key, Issued issued, Headers headers) {
        forward(key, issued.forecasts(), issued.issuedAtMs(), headers, outlets.forecasts());
        forward(key, issued.anomalies(), issued.issuedAtMs(), headers, outlets.anomalies());
        forward(key, issued.ledger(), issued.issuedAtMs(), headers, outlets.ledger());
        if (config.breachTopic().isPresent()) { // limits are also shown where they are not written
            forward(key, issued.breaches(), issued.issuedAtMs(), headers, outlets.breaches());
        }
    }

    private void forward(String key, List<?> values, long timestampMs, Headers headers, String outlet) {
        for (Object value : values) {
            context().forward(new Record<>(key, value, timestampMs, headers), outlet);
        }
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
