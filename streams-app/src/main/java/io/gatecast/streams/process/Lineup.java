package io.gatecast.streams.process;

import io.gatecast.core.Observation;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.StepListener;
import io.gatecast.core.order.TimeRules;
import io.gatecast.schema.ForecastFallback;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.Asked;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.RecordedModels;
import io.gatecast.streams.models.Trial;
import io.gatecast.streams.state.Due;
import io.gatecast.streams.state.SeriesStore;
import io.gatecast.streams.state.StorePair;
import io.gatecast.streams.state.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models on the series of one task: the champion, and on some of the series a candidate beside it. Both take the same
 * events; which of them forecasts, nobody else has to know. One thread.
 */
final class Lineup {
    private static final Logger LOG = LoggerFactory.getLogger(Lineup.class);

    private final GatecastConfig config;
    private final TimeRules rules;
    private final LiveModels models;
    private final LiveControls controls;
    private final Counts counts;
    private final StorePair champions;
    private final Optional<StorePair> candidates;
    private final ProcessorContext<?, ?> context;
    private final LongSupplier nanoTime;
    private final SeriesWatch.OfTask watch;
    private Deployment deployed;
    private Line champion;
    private Optional<Line> outgoing = Optional.empty();
    private TakeOverPace pace;
    private Line forecasting; // of the two the one that has the series last asked for
    private Optional<Challenge> challenge = Optional.empty();
    private final Map<String, Line> recordedLines = new HashMap<>(); // by model id
    private OptionalLong checkpointPlace = OptionalLong.empty(); // of the series last asked for
    private Asked attended; // what is asked of the series last asked for
    private long lastOffset = -1;
    private boolean warnedOfCandidate;

    Lineup(
            GatecastConfig config,
            TimeRules rules,
            Companions beside,
            Counts counts,
            ProcessorContext<?, ?> context,
            LongSupplier nanoTime,
            SeriesWatch.OfTask watch) {
        this.config = config;
        this.rules = rules;
        models = beside.models();
        controls = beside.controls();
        this.counts = counts;
        this.context = context;
        this.nanoTime = nanoTime;
        this.watch = watch;
        champions = new StorePair(store(Stores.CHECKPOINTS), store(Stores.TAILS));
        candidates = config.modelTopic()
                .map(topic -> new StorePair(store(Stores.CANDIDATE_CHECKPOINTS), store(Stores.CANDIDATE_TAILS)));
        refresh();
    }

    private <S extends StateStore> S store(String name) {
        return context.getStateStore(name);
    }

    /** Exchanges models if others have been deployed. Those that go on keep what they have in memory. */
    void refresh() {
        if (outgoing.isPresent() && pace.isOver()) {
            outgoing = Optional.empty();
        }
        Deployment next = models.current();
        if (next == deployed) {
            return;
        }
        boolean sameChampion = deployed != null
                && deployed.champion().id().equals(next.champion().id());
        if (!sameChampion) {
            outgoing = Optional.ofNullable(champion);
            pace = new TakeOverPace(nanoTime);
            champion = leading(next.champion());
        }
        if (!sameChampion || !deployed.trial().equals(next.trial())) {
            challenge = next.trial().map(this::challenge);
        }
        deployed = next;
    }

    private Line leading(Artifact artifact) {
        return Line.of(
                artifact,
                config,
                records(artifact),
                (forecaster, id) -> SeriesStore.leading(
                        champions,
                        candidates,
                        forecaster,
                        rules,
                        id,
                        config.checkpointEvery(),
                        config.memoKeys(),
                        config.stateMaxKeys(),
                        key -> checkpointPlace,
                        counts::found));
    }

    private Challenge challenge(Trial trial) {
        Line line = Line.of(
                trial.artifact(),
                config,
                records(trial.artifact()),
                (forecaster, id) -> SeriesStore.following(
                        candidates.orElseThrow(),
                        champions,
                        forecaster,
                        rules,
                        id,
                        config.checkpointEvery(),
                        config.memoKeys()));
        return new Challenge(trial, line, new Duel(store(Stores.SCORES), champion, line), new TakeOverPace(nanoTime));
    }

    boolean hasRoomFor(String key) {
        return champion.store().hasRoomFor(key);
    }

    Series find(String key, Arrival arrival) {
        Observation event = arrival.observation();
        attend(key);
        choose(key, arrival.source(), store -> store.find(key, event));
        return forecasting.store().find(key, event);
    }

    /** Turns everyone who may step a series to it: what is asked of its alarms may differ from what is asked of others'. */
    private void attend(String key) {
        attended = controls.of(key);
        SeriesControls asked = attended.alarms();
        champion.forecaster().attend(asked);
        outgoing.ifPresent(line -> line.forecaster().attend(asked));
        recordedLines.values().forEach(line -> line.forecaster().attend(asked));
        challenge.ifPresent(running -> running.line().forecaster().attend(asked));
    }

    /** Finds out which line has a series, and lets the champion take it over if there is time. */
    private void choose(String key, SourceRecord source, Look look) {
        if (models.recorded().isPresent()) {
            forecasting = recorded(key, source, models.recorded().get());
            return;
        }
        forecasting = champion;
        if (outgoing.isEmpty() || champion.store().holds(key)) {
            return;
        }
        if (outgoing.get().store().holds(key) && !pace.allows()) {
            forecasting = outgoing.get();
        } else {
            pace.count(() -> look.at(champion.store()));
        }
    }

    /** The line of the model that had a series at a record or, where a clock asks, at the last record. */
    private Line recorded(String key, SourceRecord source, RecordedModels recorded) {
        if (source != SourceRecord.NONE) {
            lastOffset = source.offset();
        }
        checkpointPlace = recorded.nextWarmedUpAfter(key, lastOffset);
        Artifact artifact = recorded.at(key, lastOffset).orElse(champion.artifact());
        Line line = recordedLines.computeIfAbsent(
                artifact.id(), id -> id.equals(champion.artifact().id()) ? champion : leading(artifact));
        line.forecaster().attend(attended.alarms());
        for (Line other : recordedLines.values()) {
            if (other != line) {
                other.store().evict(key);
            }
        }
        return line;
    }

    /** The place of an event in the series just found. */
    Placement place(Series series, Observation event) {
        return forecasting.store().place(series, event);
    }

    List<Due> due(int most, long expiredBeforeMs, long closedUntilMs) {
        return champion.store().due(most, expiredBeforeMs, closedUntilMs);
    }

    /** Lets the series just found take an event; what is to be issued after it. */
    List<Issued> take(String key, Series series, Arrival arrival, Placement.Placed placed) {
        Observation event = arrival.observation();
        return step(
                key,
                arrival.source(),
                store -> store.find(key, event),
                (store, listener) -> store.take(key, series, event, placed, listener),
                (store, listener) -> {
                    Series other = store.find(key, event);
                    if (store.place(other, event) instanceof Placement.Placed there) {
                        store.take(key, other, event, there, listener);
                    } else {
                        store.evict(key); // it has not seen the same: let it begin again with what the champion has
                    }
                });
    }

    /** Closes the steps of a series that end by some time; what is to be issued then. */
    List<Issued> close(String key, long untilMs) {
        attend(key);
        choose(key, SourceRecord.NONE, store -> store.find(key));
        BiConsumer<SeriesStore, StepListener> closing = (store, listener) -> store.close(key, untilMs, listener);
        return step(key, SourceRecord.NONE, store -> store.find(key), closing, closing);
    }

    /** Brings a series into memory. */
    private interface Look {
        void at(SeriesStore store);
    }

    /** Both look before either saves: each may begin with what the stores of the other have of the series. */
    private List<Issued> step(
            String key,
            SourceRecord source,
            Look look,
            BiConsumer<SeriesStore, StepListener> championSteps,
            BiConsumer<SeriesStore, StepListener> candidateSteps) {
        Line line = forecasting;
        Optional<Challenge> here = challenge.filter(running -> line == champion && running.takes(key));
        here.ifPresent(running -> guarded(
                running,
                key,
                () -> running.look(key, () -> look.at(running.line().store()))));
        here.ifPresent(running -> running.duel().begin());
        List<Issued> issued = new ArrayList<>(1);
        championSteps.accept(line.store(), (step, revision) -> {
            issued.add(issued(line, key, step, revision, source));
            if (revision == 0) {
                step.forecasts().forEach(forecast -> counts.outcomes(forecast.outcomes()));
            }
            here.ifPresent(running -> running.duel().champion(step, revision));
        });
        List<Issued> others = new ArrayList<>(1);
        here.ifPresent(running -> guarded(running, key, () -> {
            candidateSteps.accept(running.line().store(), (step, revision) -> {
                running.duel().candidate(step, revision);
                if (running.trial().serves()) {
                    others.add(issued(running.line(), key, step, revision, source));
                }
            });
            running.duel().end(key);
        }));
        List<Issued> sent = others.size() == issued.size() ? others : issued;
        sent.forEach(step -> tell(key, step));
        return sent;
    }

    private void tell(String key, Issued issued) {
        watch.issued(key, issued);
        issued.forecasts().forEach(forecast -> counts.forecast(forecast.getRevision(), fallenBack(forecast)));
        issued.anomalies().forEach(counts::alarm);
    }

    private static boolean fallenBack(io.gatecast.schema.Forecast forecast) {
        for (ForecastFallback part : forecast.getFallbacks()) {
            if (part.getShare() >= 0.5) {
                return true;
            }
        }
        return false;
    }

    /** Whatever goes wrong in a trial, the champion goes on. */
    private void guarded(Challenge running, String key, Runnable steps) {
        try {
            steps.run();
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
        }
    }

    private StepRecords records(Artifact artifact) {
        return new StepRecords(artifact, config, rules.stepMs(), watch != SeriesWatch.OfTask.NONE);
    }

    private Issued issued(Line line, String key, Step step, int revision, SourceRecord source) {
        return line.records().of(key, step, attended, revision, source);
    }

    /** Drops a series from memory, because its live states may not be what the stores say. */
    void evict(String key) {
        champion.store().evict(key);
        outgoing.ifPresent(line -> line.store().evict(key));
        recordedLines.values().forEach(line -> line.store().evict(key));
        challenge.ifPresent(running -> running.line().store().evict(key));
    }

    /** Removes a series, with everything that candidates have left of it. */
    void remove(String key) {
        evict(key);
        champion.store().remove(key);
        watch.removed(key);
        candidates.ifPresent(left -> {
            left.delete(key);
            this.<KeyValueStore<String, byte[]>>store(Stores.SCORES).delete(key);
        });
    }
}
