package io.gatecast.streams.state;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.StateFormatException;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.SeriesStepper;
import io.gatecast.core.order.StepListener;
import io.gatecast.core.order.Tail;
import io.gatecast.core.order.TimeRules;
import io.gatecast.core.spec.ModelSpec;
import java.io.IOException;
import java.util.HashSet;
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
 * every time; a checkpoint lies so far back that nothing can come before it any more. Stepping is deterministic, so both together are the state. Sequence numbers tie them: a checkpoint has the
 * number of observations it has seen, a tail the number its first observation follows. Observations the checkpoint has
 * seen already are skipped, so a new checkpoint makes its tail obsolete without a write. A tail that begins after its
 * checkpoint has lost observations; such a series starts anew.
 *
 * <p>Live states are kept in a {@linkplain Memo memo}, which is never the truth: whatever it drops is rebuilt from the
 * stores, bit for bit.
 */
public final class SeriesStore {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesStore.class);

    private final KeyValueStore<String, byte[]> checkpoints;
    private final KeyValueStore<String, byte[]> tails;
    private final Forecaster forecaster;
    private final SeriesStepper stepper;
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
     * @param rules how events become steps
     * @param modelId id of its model
     * @param checkpointEvery number of observations between two checkpoints of a series, at least 1
     * @param memoKeys number of series kept in memory, at least 1
     * @param found is told of every series found
     */
    public SeriesStore(
            KeyValueStore<String, byte[]> checkpoints,
            KeyValueStore<String, byte[]> tails,
            Forecaster forecaster,
            TimeRules rules,
            String modelId,
            int checkpointEvery,
            int memoKeys,
            Consumer<Origin> found) {
        this.checkpoints = checkpoints;
        this.tails = tails;
        this.forecaster = forecaster;
        this.stepper = new SeriesStepper(forecaster, rules);
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
     * Finds the place of an event in its series.
     *
     * @param series the series
     * @param event the event
     * @return what is to be done with it
     */
    public Placement place(Series series, Observation event) {
        return stepper.place(series, event);
    }

    /**
     * Lets a series take an event, and saves it.
     *
     * @param key series key
     * @param series the series
     * @param event the event
     * @param placed its place, just found
     * @param listener is told of every step taken
     */
    public void take(String key, Series series, Observation event, Placement.Placed placed, StepListener listener) {
        stepper.take(series, event, placed, () -> checkpoint(key), listener);
        save(key, series);
    }

    private void save(String key, Series series) {
        boolean due = series.costlyToRebuild() || isCheckpointDue(key, series);
        if (due) {
            checkpoints.put(key, codec.encode(stepper.checkpoint(series, () -> checkpoint(key))));
        }
        if (!due || stepper.rules().keepsPending()) {
            tails.put(key, stepper.encodedTail(series));
        }
    }

    private Checkpoint checkpoint(String key) {
        byte[] stored = checkpoints.get(key);
        return stored == null ? new Checkpoint(forecaster.initialState(), 0) : codec.decodeCheckpoint(stored);
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
    private boolean isCheckpointDue(String key, Series series) {
        long shift = key.hashCode();
        return Math.floorDiv(stepper.settled(series) + shift, checkpointEvery)
                > Math.floorDiv(series.checkpointed() + shift, checkpointEvery);
    }

    private Series load(String key) {
        byte[] checkpoint = checkpoints.get(key);
        byte[] tail = tails.get(key);
        if (checkpoint == null && tail == null) {
            found.accept(Origin.NEW);
            return stepper.newSeries();
        }
        try {
            Series series = stepper.rebuild(
                    Optional.ofNullable(checkpoint).map(codec::decodeCheckpoint), Optional.ofNullable(tail));
            found.accept(Origin.STORES);
            return series;
        } catch (StateFormatException e) {
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

    /** Both records go, or what is left of the old series would be taken for a part of the new one. */
    private Series startAnew(String key) {
        checkpoints.delete(key);
        tails.delete(key);
        return stepper.newSeries();
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
}
