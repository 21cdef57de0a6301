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
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.streams.state.KeyValueStore;
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

    private final KeyValueStore<String, byte[]> checkpoints;
    private final KeyValueStore<String, byte[]> tails;
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
     * Opens the series of a task, with nothing in memory.
     *
     * @param checkpoints the store {@link Stores#CHECKPOINTS}
     * @param tails the store {@link Stores#TAILS}
     * @param forecaster the forecaster that steps the series
     * @param modelId id of its model
     * @param checkpointEvery number of observations between two checkpoints of a series, at least 1
     * @param memoKeys number of series kept in memory, at least 1
     * @param found is told of every series found
     */
    public SeriesStore(
            KeyValueStore<String, byte[]> checkpoints,
            KeyValueStore<String, byte[]> tails,
            Forecaster forecaster,
            String modelId,
            int checkpointEvery,
            int memoKeys,
            Consumer<Origin> found) {
        this.checkpoints = checkpoints;
        this.tails = tails;
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
            checkpoints.put(key, codec.encode(series.state()));
            series.checkpointed();
        } else {
            series.tail().add(observation);
            tails.put(key, encoded(series.tail()));
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
        byte[] checkpoint = checkpoints.get(key);
        byte[] tail = tails.get(key);
        if (checkpoint == null && tail == null) {
            found.accept(Origin.NEW);
            return newSeries();
        }
        try {
            Series series = rebuild(checkpoint, tail);
            found.accept(Origin.STORES);
            return series;
        } catch (StateFormatException | DamagedStateException e) {
            Optional<String> writer = checkpoint == null ? Optional.empty() : modelOf(checkpoint);
            if (writer.isPresent() && !writer.get().equals(modelId)) {
                warnOfOtherModel(writer.get());
                found.accept(Origin.OTHER_MODEL);
            } else {
                warnOfDamage(key, e);
                found.accept(Origin.DAMAGED);
            }
            return startAnew(key);
        }
    }

    /** Which model a checkpoint belongs to that cannot be used, if it can be read at all. */
    private static Optional<String> modelOf(byte[] checkpoint) {
        try {
            return Optional.of(io.gatecast.schema.SeriesState.getDecoder()
                    .decode(checkpoint)
                    .getModelId());
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
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
        checkpoints.delete(key);
        tails.delete(key);
        return newSeries();
    }

    private void warnOfOtherModel(String writer) {
        if (otherModels.add(writer)) {
            LOG.warn("series with a state of model {} start anew, running is {}", writer, modelId);
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
