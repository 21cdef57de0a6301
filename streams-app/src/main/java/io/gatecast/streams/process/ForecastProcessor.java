package io.gatecast.streams.process;

import io.gatecast.core.Forecast;
import io.gatecast.core.Observation;
import io.gatecast.core.Step;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.Trial;
import io.gatecast.streams.state.Series;
import io.gatecast.streams.state.SeriesStore;
import io.gatecast.streams.state.StorePair;
import io.gatecast.streams.state.Stores;
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

/**
 * Steps each series through its observations and issues a forecast after each. Which model does is asked before every
 * observation; one that takes over does so with the first observation of a series that it forecasts, in the same transaction.
 */
public final class ForecastProcessor extends ContextualProcessor<String, Arrival, String, Outcome> {
    private final GatecastConfig config;
    private final LiveModels models;
    private final Counts counts;
    private Deployment deployed;
    private Line champion;
    private Optional<Challenge> challenge;

    private ForecastProcessor(GatecastConfig config, LiveModels models, Counts counts) {
        this.config = config;
        this.models = models;
        this.counts = counts;
    }

    /**
     * Supplies a processor per task, and the stores they need.
     *
     * @param config how states are kept
     * @param models the models that run
     * @param counts what is done is counted here
     * @return supplier
     */
    public static ProcessorSupplier<String, Arrival, String, Outcome> supplier(
            GatecastConfig config, LiveModels models, Counts counts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Arrival, String, Outcome> get() {
                return new ForecastProcessor(config, models, counts);
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
            context().forward(record.withValue(outcome(record.key(), record.value())));
        } catch (RuntimeException e) {
            champion.evict(record.key());
            challenge.ifPresent(running -> running.line().evict(record.key()));
            throw e;
        }
    }

    /** Models that go on keep what they have in memory. */
    private void adopt(Deployment next) {
        boolean sameChampion = champion != null
                && champion.artifact().id().equals(next.champion().id());
        if (!sameChampion) {
            champion = new Line(
                    next.champion(),
                    forecaster -> SeriesStore.leading(
                            pair(Stores.CHECKPOINTS, Stores.TAILS),
                            config.modelTopic().map(topic -> candidatePair()),
                            forecaster,
                            next.champion().id(),
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
        Line line = new Line(
                trial.artifact(),
                forecaster -> SeriesStore.following(
                        candidatePair(),
                        pair(Stores.CHECKPOINTS, Stores.TAILS),
                        forecaster,
                        trial.artifact().id(),
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

    private Outcome outcome(String key, Arrival arrival) {
        Observation observation = arrival.observation();
        Series series = champion.find(key);
        Optional<Rejected> refusal = champion.refusal(series, observation);
        if (refusal.isPresent()) {
            counts.rejected(refusal.get().reason());
            return new Refusal(refusal.get(), arrival.source());
        }
        Optional<Challenge> here = challenge.filter(running -> running.trial().includes(key));
        // Before the champion saves: a candidate may begin with what the champion's stores have of the series.
        Optional<Series> candidates = here.map(running -> running.line().find(key));
        Step step = champion.step(key, series, observation);
        Line issuing = champion;
        if (here.isPresent()) {
            Challenge running = here.get();
            Step other = running.line().step(key, candidates.get(), observation);
            running.duel().score(key, step, other, observation.timestampMs());
            if (running.trial().serves()) {
                issuing = running.line();
                step = other;
            }
        }
        return issued(key, step, issuing, arrival.source());
    }

    private Issued issued(String key, Step step, Line line, SourceRecord source) {
        List<io.gatecast.schema.Forecast> forecasts = new ArrayList<>();
        for (Forecast forecast : step.forecasts()) {
            counts.forecast();
            forecasts.add(line.encoder().encode(key, forecast, source.topic(), source.partition(), source.offset()));
        }
        return new Issued(forecasts);
    }
}
