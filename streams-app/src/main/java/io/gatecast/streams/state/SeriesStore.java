package io.gatecast.streams.state;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.StateFormatException;
import io.gatecast.core.spec.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series of one task, durable. One owner, one thread.
 *
 * <p>A state is kept as a checkpoint, written every so many observations, and the tail of raw observations since, written
 * every time. Stepping is deterministic, so both together are the state. Sequence numbers tie them: a checkpoint has the
 * number of observations it has seen, a tail the number its first observation follows. Observations the checkpoint has
 * seen already are skipped, so a new checkpoint makes its tail obsolete without a write. A tail that begins after its
 * checkpoint has lost observations; such a series starts anew.
 *
 * <p>Live states are kept in a {@linkplain Memo memo}, which is never the truth: whatever it drops is rebuilt from the
 * stores, bit for bit.
 */
public final class SeriesStore {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesStore.class);

    /** Rebuilding a state from so many observations costs more than writing it. */
    private static final int COSTLY_REPLAY = 4;

    private final StorePair own;
    private final Optional<StorePair> beside;
    private final boolean leads;
    private final Forecaster forecaster;
    private final String modelId;
    private final SeriesStateCodec codec;
    private final ModelSpec model;
    private final int checkpointEvery;
    private final Memo memo;
    private final Consumer<Origin> found;
    private final Set<String> otherModels = new HashSet<>();
    private boolean warnedOfDamage;

    /**
     * Opens the series of a task for the model that forecasts, with nothing in memory.
     *
     * @param own where they are kept
     * @param beside where those of a model that runs beside it are kept, if one may: what it has of a series is gone on with when
     *     it becomes the one that forecasts
     * @param forecaster the forecaster that steps the series
     * @param modelId id of its model
     * @param checkpointEvery number of observations between two checkpoints of a series, at least 1
     * @param memoKeys number of series kept in memory, at least 1
     * @param found is told of every series found
     * @return the series
     */
    public static SeriesStore leading(
            StorePair own,
            Optional<StorePair> beside,
            Forecaster forecaster,
            String modelId,
            int checkpointEvery,
            int memoKeys,
            Consumer<Origin> found) {
        return new SeriesStore(own, beside, true, forecaster, modelId, checkpointEvery, memoKeys, found);
    }

    /**
     * Opens the series of a task for a model that runs beside the one that forecasts, with nothing in memory. It begins with
     * what that one has of a series, and does so again whenever the two have not seen the same.
     *
     * @param own where they are kept
     * @param leading where those of the model that forecasts are kept
     * @param forecaster the forecaster that steps the series
     * @param modelId id of its model
     * @param checkpointEvery number of observations between two checkpoints of a series, at least 1
     * @param memoKeys number of series kept in memory, at least 1
     * @return the series
     */
    public static SeriesStore following(
            StorePair own,
            StorePair leading,
            Forecaster forecaster,
            String modelId,
            int checkpointEvery,
            int memoKeys) {
        return new SeriesStore(
                own, Optional.of(leading), false, forecaster, modelId, checkpointEvery, memoKeys, origin -> {});
    }

    private SeriesStore(
            StorePair own,
            Optional<StorePair> beside,
            boolean leads,
            Forecaster forecaster,
            String modelId,
            int checkpointEvery,
            int memoKeys,
            Consumer<Origin> found) {
        this.own = own;
        this.beside = beside;
        this.leads = leads;
        this.forecaster = forecaster;
        this.modelId = modelId;
        this.codec = new SeriesStateCodec(forecaster, modelId);
        this.model = forecaster.model().spec();
        this.checkpointEvery = Math.min(checkpointEvery, mostTailEntries());
        this.memo = new Memo(memoKeys);
        this.found = found;
    }

    /**
     * Finds a series.
     *
     * @param key series key
     * @return the series, in its initial state if it is new or its stored state is unusable
     */
    public Series find(String key) {
        Series series = memo.get(key);
        if (series != null) {
            found.accept(Origin.MEMO);
            return series;
        }
        series = load(key);
        memo.put(key, series);
        return series;
    }

    /**
     * Writes that the state of a series has taken an observation.
     *
     * @param key series key
     * @param series the series, its state already advanced
     * @param observation what its state was advanced by
     */
    public void save(String key, Series series, Observation observation) {
        if (series.costlyToRebuild() || isCheckpointDue(key, series.state())) {
            own.checkpoints().put(key, codec.encode(series.state()));
            if (series.isTaken()) {
                own.tails().delete(key);
            }
            series.checkpointed();
        } else {
            series.tail().add(observation);
            own.tails().put(key, encoded(series.tail()));
        }
    }

    /**
     * Drops a series from memory, because its live state may not be what the stores say.
     *
     * @param key series key
     */
    public void evict(String key) {
        memo.remove(key);
    }

    /**
     * The tail is written anew with every observation. With known columns an observation may take as many bytes as a tenth of a
     * checkpoint; then writing checkpoints more often writes less: bytes per event, half a tail and a share of a checkpoint, are
     * fewest where the number of entries is the root of twice the checkpoint's size in entries.
     */
    private int mostTailEntries() {
        if (model.roles().known().isEmpty()) {
            return Integer.MAX_VALUE;
        }
        int checkpoint = codec.encode(forecaster.initialState()).length
                + model.columns().size() * model.ringLength() * Float.BYTES;
        return Math.max(1, (int) Math.sqrt(2.0 * checkpoint / Tail.entryLength(Tail.width(model))));
    }

    /** Series are checkpointed at different steps, so that series observed together are not written together. */
    private boolean isCheckpointDue(String key, SeriesState state) {
        return Math.floorMod(state.steps() + key.hashCode(), (long) checkpointEvery) == 0;
    }

    private Series load(String key) {
        Saved saved = own.saved(key);
        boolean elsewhere = false;
        if (beside.isPresent() && !(leads && isOwn(saved))) {
            Saved other = beside.get().saved(key);
            Saved truth = leads ? saved : other;
            boolean ownUsable = isOwn(saved) && saved.latestMs(model) == truth.latestMs(model);
            boolean otherUsable = isOwn(other) && other.latestMs(model) == truth.latestMs(model);
            elsewhere = !ownUsable && (otherUsable || !leads);
            saved = elsewhere ? other : saved;
        }
        if (saved.isNothing()) {
            found.accept(Origin.NEW);
            return newSeries();
        }
        try {
            Series series = load(saved);
            if (elsewhere) {
                series.markTaken();
            }
            return series;
        } catch (StateFormatException | DamagedStateException e) {
            warnOfDamage(key, e);
            found.accept(Origin.DAMAGED);
            return startAnew(key);
        }
    }

    private boolean isOwn(Saved saved) {
        return saved.modelId().filter(modelId::equals).isPresent();
    }

    private Series load(Saved saved) throws DamagedStateException {
        Optional<String> writer = saved.modelId();
        if (writer.isPresent() && !writer.get().equals(modelId)) {
            Series series = takeOver(saved);
            noteTakeOver(writer.get());
            found.accept(Origin.OTHER_MODEL);
            return series;
        }
        Series series = rebuild(saved.checkpoint(), saved.tail());
        found.accept(Origin.STORES);
        return series;
    }

    /** Warms up on what another model's state has of a series, and on what was observed since. */
    private Series takeOver(Saved saved) throws DamagedStateException {
        List<Observation> unseen = saved.tail() == null
                ? List.of()
                : Tail.decode(saved.tail(), model).after(saved.sequence());
        double[] statics = new double[model.roles().statics().size()];
        for (int c = 0; c < statics.length; c++) {
            statics[c] = unseen.isEmpty() ? Double.NaN : unseen.get(0).staticCode(c);
        }
        SeriesState state = forecaster.warmed(codec.recentValues(saved.checkpoint()), statics);
        replay(state, unseen);
        Series series = new Series(state, new Tail(state.steps(), model), false);
        series.markTaken();
        return series;
    }

    private Series rebuild(byte[] checkpoint, byte[] storedTail) throws DamagedStateException {
        SeriesState state = checkpoint == null ? forecaster.initialState() : codec.decode(checkpoint);
        if (storedTail == null) {
            return new Series(state, new Tail(state.steps(), model), false);
        }
        Tail tail = Tail.decode(storedTail, model);
        if (tail.base() > state.steps()) {
            throw new DamagedStateException("the tail begins after " + tail.base()
                    + " observations, the checkpoint ends after " + state.steps());
        }
        List<Observation> unseen = tail.after(state.steps());
        if (unseen.isEmpty()) {
            tail.restart(state.steps());
        }
        replay(state, unseen);
        return new Series(state, tail, unseen.size() >= COSTLY_REPLAY);
    }

    private void replay(SeriesState state, List<Observation> observations) throws DamagedStateException {
        for (Observation observation : observations) {
            if (!forecaster.accepts(state, observation)) {
                throw new DamagedStateException("the tail has an observation that was never accepted: " + observation);
            }
            forecaster.step(state, observation);
        }
    }

    private Series newSeries() {
        return new Series(forecaster.initialState(), new Tail(0, model), false);
    }

    /** Both records go, or what is left of the old series would be taken for a part of the new one. */
    private Series startAnew(String key) {
        own.checkpoints().delete(key);
        own.tails().delete(key);
        return newSeries();
    }

    private void noteTakeOver(String writer) {
        if (otherModels.add(writer)) {
            LOG.info("{} takes over the series of {}, each at its next event", modelId, writer);
        }
    }

    private void warnOfDamage(String key, Exception cause) {
        if (warnedOfDamage) {
            LOG.debug("series {} starts anew: {}", key, cause.getMessage());
        } else {
            warnedOfDamage = true;
            LOG.warn("series {} starts anew, further ones are only counted: {}", key, cause.getMessage());
        }
    }

    private static byte[] encoded(Tail tail) {
        try {
            return tail.encode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
