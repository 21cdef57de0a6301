package io.gatecast.streams.process;

import io.gatecast.core.Forecast;
import io.gatecast.core.Observation;
import io.gatecast.core.Step;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.TimeRules;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.Trial;
import io.gatecast.streams.state.SeriesStore;
import io.gatecast.streams.state.StorePair;
import io.gatecast.streams.state.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps each series through its observations and issues a forecast after each step. Which model does is asked before every
 * observation; one that takes over does so with the first observation of a series that it forecasts, in the same transaction.
 */
public final class ForecastProcessor extends ContextualProcessor<String, Arrival, String, Outcome> {
    private static final Logger LOG = LoggerFactory.getLogger(ForecastProcessor.class);

    private final GatecastConfig config;
    private final LiveModels models;
    private final TimeRules rules;
    private final Counts counts;
    private Deployment deployed;
    private Line champion;
    private Optional<Challenge> challenge;
    private boolean warnedOfCandidate;

    private ForecastProcessor(GatecastConfig config, LiveModels models, TimeRules rules, Counts counts) {
        this.config = config;
        this.models = models;
        this.rules = rules;
        this.counts = counts;
    }

    /**
     * Supplies a processor per task, and the stores they need.
     *
     * @param config how states are kept
     * @param models the models that run
     * @param rules how events become steps
     * @param counts what is done is counted here
     * @return supplier
     */
    public static ProcessorSupplier<String, Arrival, String, Outcome> supplier(
            GatecastConfig config, LiveModels models, TimeRules rules, Counts counts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Arrival, String, Outcome> get() {
                return new ForecastProcessor(config, models, rules, counts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return config.modelTopic().isPresent() ? Stores.buildersWithCandidate() : Stores.builders();
            }
        };
    }

    /** Called again for the same object when a task is revived after an abort: nothing of before may be left. */
    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        super.init(context);
        close();
    }

    @Override
    public void close() {
        deployed = null;
        champion = null;
        challenge = Optional.empty();
    }

    @Override
    public void process(Record<String, Arrival> record) {
        Deployment now = models.current();
        if (now != deployed) {
            adopt(now);
        }
        try {
            process(record, record.key(), record.value());
        } catch (RuntimeException e) {
            champion.store().evict(record.key());
            challenge.ifPresent(running -> running.line().store().evict(record.key()));
            throw e;
        }
    }

    /** Models that go on keep what they have in memory. */
    private void adopt(Deployment next) {
        boolean sameChampion = champion != null
                && champion.artifact().id().equals(next.champion().id());
        if (!sameChampion) {
            champion = Line.of(
                    next.champion(),
                    rules.stepMs(),
                    (forecaster, id) -> SeriesStore.leading(
                            pair(Stores.CHECKPOINTS, Stores.TAILS),
                            config.modelTopic().map(topic -> candidatePair()),
                            forecaster,
                            rules,
                            id,
                            config.checkpointEvery(),
                            config.memoKeys(),
                            counts::found));
        }
        boolean sameTrial = deployed != null && deployed.trial().equals(next.trial());
        if (!sameChampion || !sameTrial) {
            challenge = next.trial().map(this::challenge);
        }
        deployed = next;
    }

    private Challenge challenge(Trial trial) {
        Line line = Line.of(
                trial.artifact(),
                rules.stepMs(),
                (forecaster, id) -> SeriesStore.following(
                        candidatePair(),
                        pair(Stores.CHECKPOINTS, Stores.TAILS),
                        forecaster,
                        rules,
                        id,
                        config.checkpointEvery(),
                        config.memoKeys()));
        return new Challenge(trial, line, new Duel(context().getStateStore(Stores.SCORES), champion, line));
    }

    private StorePair candidatePair() {
        return pair(Stores.CANDIDATE_CHECKPOINTS, Stores.CANDIDATE_TAILS);
    }

    private StorePair pair(String checkpoints, String tails) {
        return new StorePair(context().getStateStore(checkpoints), context().getStateStore(tails));
    }

    private void process(Record<String, Arrival> record, String key, Arrival arrival) {
        Observation event = arrival.observation();
        Series series = champion.store().find(key, event);
        Placement placement = champion.store().place(series, event);
        if (!(placement instanceof Placement.Placed placed)) {
            Refusal refusal = refusal(placement, series, arrival);
            counts.rejected(refusal.why().reason());
            context().forward(record.withValue(refusal));
            return;
        }
        Optional<Challenge> here = challenge.filter(running -> running.trial().includes(key));
        // Both look before either saves: each may begin with what the stores of the other have of the series.
        here.ifPresent(running -> running.line().store().find(key, event));
        here.ifPresent(running -> running.duel().begin());
        List<Issued> issued = new ArrayList<>(1);
        champion.store().take(key, series, event, placed, (step, revision) -> {
            issued.add(issued(champion, key, step, revision, arrival.source()));
            here.ifPresent(running -> running.duel().champion(step, revision));
        });
        List<Issued> candidates =
                here.map(running -> challenge(running, key, arrival)).orElse(List.of());
        for (Issued step : candidates.isEmpty() ? issued : candidates) {
            step.forecasts().forEach(forecast -> counts.forecast(forecast.getRevision()));
            context().forward(record.withValue(step).withTimestamp(step.issuedAtMs()));
        }
    }

    /** Lets the candidate take the event; what it issues after it. Whatever goes wrong in a trial, the champion goes on. */
    private List<Issued> challenge(Challenge running, String key, Arrival arrival) {
        try {
            return take(running, key, arrival);
        } catch (RuntimeException e) {
            running.line().store().evict(key);
            if (!UnforeseenFailure.isOfTheRecord(e)) {
                throw e;
            }
            if (!warnedOfCandidate) {
                warnedOfCandidate = true;
                LOG.warn(
                        "the candidate {} failed on series {}",
                        running.line().artifact().id(),
                        key,
                        e);
            }
            return List.of();
        }
    }

    private List<Issued> take(Challenge running, String key, Arrival arrival) {
        Observation event = arrival.observation();
        SeriesStore store = running.line().store();
        Series series = store.find(key, event);
        List<Issued> issued = new ArrayList<>(1);
        if (store.place(series, event) instanceof Placement.Placed placed) {
            store.take(key, series, event, placed, (step, revision) -> {
                running.duel().candidate(step, revision);
                if (running.trial().serves()) {
                    issued.add(issued(running.line(), key, step, revision, arrival.source()));
                }
            });
            running.duel().end(key, event.timestampMs());
        } else {
            store.evict(key); // it has not seen the same: let it begin again with what the champion has
        }
        return issued;
    }

    private static Issued issued(Line line, String key, Step step, int revision, SourceRecord source) {
        List<io.gatecast.schema.Forecast> forecasts =
                new ArrayList<>(step.forecasts().size());
        for (Forecast forecast : step.forecasts()) {
            forecasts.add(line.encoder()
                    .encode(key, forecast, revision, source.topic(), source.partition(), source.offset()));
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
