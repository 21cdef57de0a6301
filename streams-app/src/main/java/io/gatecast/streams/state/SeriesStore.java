package io.gatecast.streams.state;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.CheckpointHead;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
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
    private static final int LARGEST_HELD_TAIL = 256 << 10; // bytes, a quarter of what brokers take by default

    /** What a series in memory was rebuilt from that is not its own checkpoint. */
    private record Borrowed(Optional<byte[]> checkpoint, Observation first) {}

    private final StorePair own;
    private final Optional<StorePair> beside;
    private final boolean leads;
    private final Forecaster forecaster;
    private final SeriesStepper stepper;
    private final String modelId;
    private final SeriesStateCodec codec;
    private final ModelSpec model;
    private final int checkpointEvery;
    private final Memo memo;
    private final Round round;
    private final long mostKeys;
    private final Consumer<Origin> found;
    private final CheckpointPlaces places;
    private final Map<String, Borrowed> borrowed = new HashMap<>();
    private final Set<String> otherModels = new HashSet<>();
    private boolean warnedOfDamage;
    private long keys;

    /**
     * Opens the series of a task for the model that forecasts, with nothing in memory.
     *
     * @param own where they are kept
     * @param beside where those of a model that runs beside it are kept, if one may: what it has of a series is gone on with when
     *     it becomes the one that forecasts
     * @param forecaster the forecaster that steps the series
     * @param rules how events become steps
     * @param modelId id of its model
     * @param checkpointEvery number of observations between two checkpoints of a series, at least 1
     * @param memoKeys number of series kept in memory, at least 1
     * @param mostKeys largest number of series stored
     * @param places where checkpoints must lie beside the regular ones
     * @param found is told of every series found
     * @return the series
     */
    public static SeriesStore leading(
            StorePair own,
            Optional<StorePair> beside,
            Forecaster forecaster,
            TimeRules rules,
            String modelId,
            int checkpointEvery,
            int memoKeys,
            long mostKeys,
            CheckpointPlaces places,
            Consumer<Origin> found) {
        return new SeriesStore(
                own, beside, true, forecaster, rules, modelId, checkpointEvery, memoKeys, mostKeys, places, found);
    }

    /**
     * Opens the series of a task for a model that runs beside the one that forecasts, with nothing in memory. It begins with
     * what that one has of a series, and does so again whenever the two have not seen the same.
     *
     * @param own where they are kept
     * @param leading where those of the model that forecasts are kept
     * @param forecaster the forecaster that steps the series
     * @param rules how events become steps
     * @param modelId id of its model
     * @param checkpointEvery number of observations between two checkpoints of a series, at least 1
     * @param memoKeys number of series kept in memory, at least 1
     * @return the series
     */
    public static SeriesStore following(
            StorePair own,
            StorePair leading,
            Forecaster forecaster,
            TimeRules rules,
            String modelId,
            int checkpointEvery,
            int memoKeys) {
        return new SeriesStore(
                own,
                Optional.of(leading),
                false,
                forecaster,
                rules,
                modelId,
                checkpointEvery,
                memoKeys,
                Long.MAX_VALUE,
                CheckpointPlaces.ANY,
                origin -> {});
    }

    private SeriesStore(
            StorePair own,
            Optional<StorePair> beside,
            boolean leads,
            Forecaster forecaster,
            TimeRules rules,
            String modelId,
            int checkpointEvery,
            int memoKeys,
            long mostKeys,
            CheckpointPlaces places,
            Consumer<Origin> found) {
        this.own = own;
        this.beside = beside;
        this.leads = leads;
        this.forecaster = forecaster;
        this.stepper = new SeriesStepper(forecaster, rules);
        this.modelId = modelId;
        this.codec = new SeriesStateCodec(forecaster, modelId);
        this.model = forecaster.model().spec();
        this.checkpointEvery = Math.min(checkpointEvery, mostTailEntries());
        this.memo = new Memo(memoKeys, borrowed::remove);
        this.found = found;
        this.places = places;
        this.round = new Round(own.checkpoints(), own.tails());
        this.mostKeys = mostKeys;
        this.keys = mostKeys < Long.MAX_VALUE ? round.count() : 0;
    }

    /**
     * Whether there is room for a series.
     *
     * @param key series key
     * @return false if it is new and as many series as may be are stored already
     */
    public boolean hasRoomFor(String key) {
        return keys < mostKeys || memo.containsKey(key) || isStored(key);
    }

    private boolean isStored(String key) {
        return !own.saved(key).isNothing();
    }

    /**
     * Whether a series can be found without another model's state being translated.
     *
     * @param key series key
     * @return true if it is in memory, new, or stored as this model's
     */
    public boolean holds(String key) {
        return memo.containsKey(key) || !saved(key, own.saved(key)).isOfAnother(modelId);
    }

    /**
     * Finds a series.
     *
     * @param key series key
     * @param event the event it is wanted for, whose static columns hold for the whole series
     * @return the series, in its initial state if it is new or its stored state is unusable
     */
    public Series find(String key, Observation event) {
        return find(key, Optional.of(event));
    }

    /**
     * Finds a series that no event has come for.
     *
     * @param key series key
     * @return the series, in its initial state if it is new or its stored state is unusable
     */
    public Series find(String key) {
        return find(key, Optional.empty());
    }

    private Series find(String key, Optional<Observation> event) {
        Series series = memo.get(key);
        if (series != null) {
            found.accept(Origin.MEMO);
            return series;
        }
        series = load(key, event.orElseGet(this::nothingKnown));
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
        boolean isNew = series.latestMs() < 0;
        stepper.take(series, event, placed, () -> checkpoint(key), listener);
        save(key, series);
        if (isNew) {
            keys++;
        }
    }

    /**
     * Looks at the next series in the round of all, and finds those that something has to be done about.
     *
     * @param most largest number of series looked at
     * @param expiredBeforeMs series whose latest event is before this time have expired
     * @param closedUntilMs steps that end by this time are to be closed
     * @return the series found
     */
    public List<Due> due(int most, long expiredBeforeMs, long closedUntilMs) {
        return round.look(most, expiredBeforeMs, closedUntilMs);
    }

    /**
     * Closes the steps of a series that end by some time, and saves it.
     *
     * @param key series key
     * @param untilMs end of the last step to close
     * @param listener is told of every step taken
     */
    public void close(String key, long untilMs, StepListener listener) {
        Series series = find(key);
        if (stepper.close(series, untilMs, listener)) {
            save(key, series);
        }
    }

    /**
     * Removes a series, in memory and from both stores.
     *
     * @param key series key
     */
    public void remove(String key) {
        evict(key);
        own.delete(key);
        keys--;
    }

    private void save(String key, Series series) {
        OptionalLong place = places.of(key);
        boolean due =
                !isCheckpointHeld(place, series) && (isCheckpointDue(key, series) || isCheckpointWanted(place, series))
                        || borrowed.containsKey(key);
        if (due) {
            own.checkpoints().put(key, codec.encode(stepper.checkpoint(series, () -> checkpoint(key))));
            if (borrowed.remove(key) != null && !stepper.rules().keepsPending()) {
                own.tails().delete(key);
            }
        }
        if (!due || stepper.rules().keepsPending()) {
            own.tails().put(key, stepper.encodedTail(series));
        }
    }

    /** The checkpoint that the series in memory was rebuilt from, or a later one. */
    private Checkpoint checkpoint(String key) {
        Borrowed from = borrowed.get(key);
        Optional<Checkpoint> stored = from == null
                ? Optional.ofNullable(own.checkpoints().get(key)).map(codec::decodeCheckpoint)
                : from.checkpoint().map(checkpoint -> decode(checkpoint, from.first()));
        return stored.orElseGet(() -> new Checkpoint(forecaster.initialState(), 0));
    }

    /**
     * Drops a series from memory, because its live state may not be what the stores say.
     *
     * @param key series key
     */
    public void evict(String key) {
        memo.remove(key);
        borrowed.remove(key);
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
        return Math.max(1, (int) Math.sqrt(2.0 * codec.fullSize() / Tail.entryLength(Tail.width(model))));
    }

    /** Series are checkpointed at different steps, so that series observed together are not written together. */
    private boolean isCheckpointDue(String key, Series series) {
        long shift = key.hashCode();
        return Math.floorDiv(stepper.settled(series) + shift, checkpointEvery)
                > Math.floorDiv(series.checkpointed() + shift, checkpointEvery);
    }

    /** The checkpoint that another model is to begin with stays until then, unless the tail becomes too long for a record. */
    private boolean isCheckpointHeld(OptionalLong place, Series series) {
        return place.isPresent()
                && place.getAsLong() > 0
                && place.getAsLong() == series.checkpointed()
                && (stepper.settled(series) - series.checkpointed()) * Tail.entryLength(Tail.width(model))
                        < LARGEST_HELD_TAIL;
    }

    /** A checkpoint that saves rebuilding must not lie behind the one that another model is to begin with. */
    private boolean isCheckpointWanted(OptionalLong place, Series series) {
        if (place.isEmpty()) {
            return series.costlyToRebuild();
        }
        long settled = stepper.settled(series);
        return settled == place.getAsLong() || series.costlyToRebuild() && settled < place.getAsLong();
    }

    private Observation nothingKnown() {
        double[] values = new double[model.columns().size()];
        Arrays.fill(values, Double.NaN);
        double[] statics = new double[model.roles().statics().size()];
        Arrays.fill(statics, Double.NaN);
        return new Observation(0, values, new double[model.roles().known().size()][0], statics);
    }

    private Series load(String key, Observation event) {
        borrowed.remove(key);
        Saved mine = own.saved(key);
        Saved saved = saved(key, mine);
        if (saved.isNothing()) {
            found.accept(Origin.NEW);
            return stepper.newSeries();
        }
        try {
            Series series = stepper.rebuild(
                    Optional.ofNullable(saved.checkpoint()).map(checkpoint -> decode(checkpoint, event)),
                    Optional.ofNullable(saved.tail()));
            boolean others = saved.isOfAnother(modelId);
            if (others || saved != mine) {
                borrowed.put(key, new Borrowed(Optional.ofNullable(saved.checkpoint()), event));
                series.rewrite();
            }
            found.accept(others ? Origin.OTHER_MODEL : Origin.STORES);
            return series;
        } catch (StateFormatException e) {
            warnOfDamage(key, e);
            found.accept(Origin.DAMAGED);
            return startAnew(key);
        }
    }

    /**
     * Its own records of a series, unless those beside are to be gone on with. Of the two models the one that leads is right about
     * which events the series has seen; records are as good as its own if they say the same.
     */
    private Saved saved(String key, Saved mine) {
        if (beside.isEmpty() || leads && mine.isOf(modelId)) {
            return mine;
        }
        Saved other = beside.get().saved(key);
        Saved leading = leads ? mine : other;
        if (mine.isOf(modelId) && mine.events() == leading.events()) {
            return mine;
        }
        return other.isOf(modelId) && other.events() == leading.events() ? other : leading;
    }

    /** A checkpoint of this model; one of another model is translated by warming up on its latest values. */
    private Checkpoint decode(byte[] checkpoint, Observation event) {
        String writer = CheckpointHead.of(checkpoint).modelId();
        if (writer.equals(modelId)) {
            return codec.decodeCheckpoint(checkpoint);
        }
        if (otherModels.add(writer)) {
            LOG.info("{} takes over the series of {}, each at its next event", modelId, writer);
        }
        return codec.translate(checkpoint, event);
    }

    /** Both records go, or what is left of the old series would be taken for a part of the new one. */
    private Series startAnew(String key) {
        remove(key);
        return stepper.newSeries();
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
