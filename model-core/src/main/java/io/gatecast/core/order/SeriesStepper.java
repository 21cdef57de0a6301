package io.gatecast.core.order;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.StateFormatException;
import io.gatecast.core.spec.ModelSpec;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Steps series through their events in order of time, in whatever order these come. One thread.
 *
 * <p>What a series is, is a function of the events accepted and of nothing else: a checkpoint that has seen all events up to
 * some time, and the events since, sorted. An event in order advances the live state. One that is late, but within the grace,
 * is put where it belongs, and the state is rebuilt from the checkpoint as if the event had come in time; the steps after it
 * are taken again and told with a higher revision. Therefore a checkpoint is always of a state behind which no event can come
 * any more. With steps of a fixed length events wait until their step closes, and nothing is ever taken again.
 */
public final class SeriesStepper {
    /** Rebuilding a state from so many events costs more than writing it. */
    private static final int COSTLY_REBUILD = 4;

    private final Forecaster forecaster;
    private final ModelSpec model;
    private final TimeRules rules;
    private final StepAggregator aggregator;

    /**
     * Creates a stepper.
     *
     * @param forecaster takes the steps
     * @param rules how events become steps
     * @throws IllegalArgumentException if the rules are made for another number of columns than the model has
     */
    public SeriesStepper(Forecaster forecaster, TimeRules rules) {
        this.forecaster = forecaster;
        this.model = forecaster.model().spec();
        this.rules = rules;
        this.aggregator = new StepAggregator(rules.aggregations());
        if (rules.fixed() && rules.aggregations().size() != model.columns().size()) {
            throw new IllegalArgumentException("steps need an aggregation for each of the columns " + model.columns()
                    + ", got " + rules.aggregations());
        }
    }

    /**
     * The rules followed.
     *
     * @return rules
     */
    public TimeRules rules() {
        return rules;
    }

    /**
     * A series that has seen nothing.
     *
     * @return a new series
     */
    public Series newSeries() {
        return new Series(forecaster.initialState(), 0, new Tail(0, model), 0);
    }

    /**
     * Rebuilds a series from what was saved of it, to the same bits.
     *
     * @param saved its latest checkpoint, if there is one
     * @param savedTail its tail, if there is one
     * @return the series
     * @throws StateFormatException if the tail cannot be read, or begins after the checkpoint
     */
    public Series rebuild(Optional<Checkpoint> saved, Optional<byte[]> savedTail) {
        return rebuild(saved, savedTail, StepListener.NONE);
    }

    /**
     * Rebuilds a series from what was saved of it, to the same bits.
     *
     * @param saved its latest checkpoint, if there is one
     * @param savedTail its tail, if there is one
     * @param listener is told of the steps after the checkpoint
     * @return the series
     * @throws StateFormatException if the tail cannot be read, or begins after the checkpoint
     */
    public Series rebuild(Optional<Checkpoint> saved, Optional<byte[]> savedTail, StepListener listener) {
        Checkpoint checkpoint = saved.orElseGet(() -> new Checkpoint(forecaster.initialState(), 0));
        Tail.Stored stored = savedTail
                .map(bytes -> Tail.decode(bytes, model))
                .orElseGet(() -> new Tail.Stored(new Tail(checkpoint.sequence(), model), 0));
        Tail tail = stored.tail();
        if (tail.base() > checkpoint.sequence()) {
            throw new StateFormatException("the tail begins after " + tail.base()
                    + " observations, the checkpoint ends after " + checkpoint.sequence());
        }
        forgetSeen(tail, checkpoint);
        long settledMs = checkpoint.sequence() == 0
                ? stored.settledMs()
                : Math.max(stored.settledMs(), rules.endOf(checkpoint.state().clockMs()));
        Series series = new Series(checkpoint.state(), checkpoint.sequence(), tail, settledMs);
        if (rules.fixed()) {
            stepClosed(series, tail.from(settledMs), listener);
        } else {
            step(series, 0, tail.length(), listener);
            settle(series);
        }
        series.costlyToRebuild = tail.from(series.settledMs) >= COSTLY_REBUILD;
        return series;
    }

    /**
     * By time, not by number: after a crash without transactions the tail may be older than the checkpoint, and lack events
     * that were put between its own.
     */
    private void forgetSeen(Tail tail, Checkpoint checkpoint) {
        int seen = checkpoint.state().steps() == 0
                ? (int) Math.min(tail.length(), checkpoint.sequence() - tail.base())
                : tail.from(rules.endOf(checkpoint.state().clockMs()));
        tail.forget(seen);
        tail.rebase(checkpoint.sequence());
    }

    /**
     * Finds the place of an event.
     *
     * @param series its series
     * @param event the event
     * @return what is to be done with it
     */
    public Placement place(Series series, Observation event) {
        long timestampMs = event.timestampMs();
        if (timestampMs < series.settledMs) {
            long latestMs = series.latestMs();
            return timestampMs == latestMs && !rules.keepsPending()
                    ? new Placement.Repeated()
                    : new Placement.Late(Math.max(latestMs, rules.fixed() ? series.settledMs : latestMs) - timestampMs);
        }
        Tail tail = series.tail();
        int index = tail.from(timestampMs);
        if (index < tail.length() && tail.timestampMs(index) == timestampMs) {
            return tail.holds(index, event) ? new Placement.Repeated() : new Placement.Placed(index, true);
        }
        if (rules.fixed() && tail.length() - tail.from(series.settledMs) >= rules.mostPending()) {
            return new Placement.Crowded();
        }
        if (!rules.keepsPending() && !canStep(series, event)) {
            return new Placement.Incomplete();
        }
        return new Placement.Placed(index, false);
    }

    /**
     * Takes an event: advances the series by the steps that follow from it.
     *
     * @param series its series
     * @param event the event
     * @param placed its place, just found
     * @param checkpoint gives the latest checkpoint of the series, a copy of the caller's own; used if the event is late
     * @param listener is told of every step taken, those that are taken again included
     */
    public void take(
            Series series,
            Observation event,
            Placement.Placed placed,
            Supplier<Checkpoint> checkpoint,
            StepListener listener) {
        Tail tail = series.tail();
        int index = placed.index();
        boolean inOrder = index == tail.length();
        if (placed.corrects()) {
            tail.replace(index, event);
        } else {
            tail.insert(index, event);
        }
        if (rules.fixed()) {
            close(series, rules.boundary(series.latestMs()), listener);
            return;
        }
        if (inOrder) {
            series.sequence++;
            advance(series, event, 0, listener);
        } else {
            tail.reviseFrom(placed.corrects() ? index : index + 1);
            Checkpoint before = checkpoint.get();
            series.state = before.state();
            series.sequence = before.sequence();
            step(series, 0, index, StepListener.NONE);
            step(series, index, tail.length(), listener);
        }
        settle(series);
    }

    /**
     * Closes the steps of a fixed length that end by some time, although no event of the series has passed it: what comes for
     * them later is late.
     *
     * @param series the series
     * @param untilMs end of the last step to close, or a time in the one after it
     * @param listener is told of every step taken
     * @return whether anything was open before that time
     */
    public boolean close(Series series, long untilMs, StepListener listener) {
        long settledMs = rules.startOf(untilMs);
        if (settledMs <= series.settledMs) {
            return false;
        }
        series.settledMs = settledMs;
        return stepClosed(series, series.tail().from(settledMs), listener);
    }

    private boolean stepClosed(Series series, int end, StepListener listener) {
        Tail tail = series.tail();
        int from = (int) (series.sequence - tail.base());
        boolean any = from < end;
        while (from < end) {
            long startMs = rules.startOf(tail.timestampMs(from));
            int to = tail.from(startMs + rules.stepMs());
            series.sequence += to - from;
            advance(series, aggregator.observation(tail, from, to, startMs), 0, listener);
            from = to;
        }
        return any;
    }

    /** Takes the steps of the events from one index to another, which is not included. */
    private void step(Series series, int from, int to, StepListener listener) {
        for (int i = from; i < to; i++) {
            int revision = series.tail().revision(i);
            series.sequence++;
            advance(series, series.tail().get(i), revision, listener);
        }
    }

    /** Steps through what is missing before an observation, and through it, unless the series cannot begin with it. */
    private void advance(Series series, Observation observation, int revision, StepListener listener) {
        if (!canStep(series, observation)) {
            return;
        }
        long missing = missingBefore(series, observation);
        if (missing > rules.maxGap()) {
            series.state = forecaster.restarted(series.state);
        } else {
            long beforeMs = series.state.clockMs();
            for (int i = 1; i <= missing; i++) {
                forecaster.advance(series.state, rules.missing(beforeMs + i * rules.gapMs(), observation));
            }
        }
        if (listener == StepListener.NONE) {
            forecaster.advance(series.state, observation);
        } else {
            listener.stepped(forecaster.step(series.state, observation), revision);
        }
    }

    private boolean canStep(Series series, Observation observation) {
        return missingBefore(series, observation) > rules.maxGap()
                ? Forecaster.canBegin(observation)
                : forecaster.accepts(series.state, observation);
    }

    private long missingBefore(Series series, Observation observation) {
        return series.state.steps() == 0 ? 0 : rules.missing(series.state.clockMs(), observation.timestampMs());
    }

    /** Moves on the time before which no event is accepted. */
    private void settle(Series series) {
        Tail tail = series.tail();
        long latestMs = series.latestMs();
        if (latestMs < 0) {
            return;
        }
        series.settledMs = Math.max(series.settledMs, rules.boundary(latestMs));
        if (tail.length() - tail.from(series.settledMs) > rules.mostPending()) {
            series.settledMs = tail.timestampMs(tail.length() - rules.mostPending());
        }
    }

    /**
     * Number of events before which no other can come any more.
     *
     * @param series the series
     * @return sequence of the next checkpoint
     */
    public long settled(Series series) {
        return series.tail().base() + series.tail().from(series.settledMs);
    }

    /**
     * The state after the settled events, as a checkpoint, and forgets these events.
     *
     * @param series the series
     * @param checkpoint gives the latest checkpoint, a copy of the caller's own; used if the live state has seen events that
     *     are not settled
     * @return the next checkpoint; it shares the state of the series if that has seen nothing more
     */
    public Checkpoint checkpoint(Series series, Supplier<Checkpoint> checkpoint) {
        long settled = settled(series);
        int count = (int) (settled - series.tail().base());
        Checkpoint next;
        if (series.sequence == settled) {
            next = new Checkpoint(series.state, settled);
        } else {
            Checkpoint before = checkpoint.get();
            Series behind = new Series(before.state(), before.sequence(), series.tail(), 0);
            step(behind, 0, count, StepListener.NONE);
            next = new Checkpoint(behind.state, settled);
        }
        series.tail().forget(count);
        series.costlyToRebuild = false;
        return next;
    }

    /**
     * What has to be saved of a series beside its latest checkpoint.
     *
     * @param series the series
     * @return its tail as bytes
     */
    public byte[] encodedTail(Series series) {
        return series.tail().encode(rules.keepsPending() ? series.settledMs : 0);
    }
}
