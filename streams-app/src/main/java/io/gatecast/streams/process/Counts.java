package io.gatecast.streams.process;

import io.gatecast.core.ledger.Outcomes;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Severity;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.state.Origin;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * What this instance has done so far. Records that are processed again after an aborted transaction count again. Safe for
 * use by many threads.
 */
public final class Counts {
    /** Name under which Kafka Streams hands the counts to its exception handlers. */
    public static final String SETTING = "gatecast.counts";

    private final LongAdder records = new LongAdder();
    private final LongAdder forecasts = new LongAdder();
    private final LongAdder revisions = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final Map<Severity, LongAdder> alarms = adders(Severity.class);
    private final LongAdder fallbacks = new LongAdder();
    private final LongAdder intervals = new LongAdder();
    private final LongAdder insideInner = new LongAdder();
    private final LongAdder insideOuter = new LongAdder();
    private final Map<Reason, LongAdder> rejected = adders(Reason.class);
    private final Map<Origin, LongAdder> found = adders(Origin.class);
    private volatile LongConsumer timeOfEvent = nanos -> {};

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            adders.put(constant, new LongAdder());
        }
        return adders;
    }

    void read() {
        records.increment();
    }

    /** Counts a forecast that replaces so many earlier ones, and may follow naive rules rather than the model. */
    void forecast(int revision, boolean fallenBack) {
        forecasts.increment();
        if (fallenBack) {
            fallbacks.increment();
        }
        if (revision > 0) {
            revisions.increment();
        }
    }

    void outcomes(Outcomes outcomes) {
        intervals.add(outcomes.intervals());
        insideInner.add(outcomes.insideInner());
        insideOuter.add(outcomes.insideOuter());
    }

    void expiry() {
        expired.increment();
    }

    void alarm(Anomaly alarm) {
        alarms.get(alarm.getSeverity()).increment();
    }

    /** Tells how long an event took, from finding its series to sending the forecasts, nanoseconds. */
    void took(long nanos) {
        timeOfEvent.accept(nanos);
    }

    /**
     * Wants to know how long events take, from finding their series to sending the forecasts.
     *
     * @param listener is given nanoseconds, by several threads
     */
    public void onEventTime(LongConsumer listener) {
        timeOfEvent = listener;
    }

    void rejected(Reason reason) {
        rejected.get(reason).increment();
    }

    void found(Origin origin) {
        found.get(origin).increment();
    }

    /**
     * Records read.
     *
     * @return count
     */
    public long records() {
        return records.sum();
    }

    /**
     * Forecasts issued.
     *
     * @return count
     */
    public long forecasts() {
        return forecasts.sum();
    }

    /**
     * Forecasts issued again, because an event came late.
     *
     * @return count, part of {@link #forecasts()}
     */
    public long revisions() {
        return revisions.sum();
    }

    /**
     * Forecasts that follow a naive rule rather than the model for some of their steps ahead.
     *
     * @return count, part of {@link #forecasts()}
     */
    public long fallbacks() {
        return fallbacks.sum();
    }

    /**
     * Forecasts whose intervals have been held against what was then observed.
     *
     * @return count, of a sample of steps ahead and origins
     */
    public long intervals() {
        return intervals.sum();
    }

    /**
     * Inner intervals, of 80 % unless the model has others, that held what was observed.
     *
     * @return count, part of {@link #intervals()}
     */
    public long insideInner() {
        return insideInner.sum();
    }

    /**
     * Outermost intervals, of 95 % unless the model has others, that held what was observed.
     *
     * @return count, part of {@link #intervals()}
     */
    public long insideOuter() {
        return insideOuter.sum();
    }

    /**
     * Series removed because no event had come for them for too long.
     *
     * @return count
     */
    public long expired() {
        return expired.sum();
    }

    /**
     * Alarms raised.
     *
     * @return count
     */
    public long alarms() {
        return alarms.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /**
     * Alarms raised of some severity.
     *
     * @param severity the severity
     * @return count, part of {@link #alarms()}
     */
    public long alarms(Severity severity) {
        return alarms.get(severity).sum();
    }

    /**
     * Records rejected for some reason.
     *
     * @param why the reason
     * @return count
     */
    public long rejectedFor(Reason why) {
        return rejected.get(why).sum();
    }

    /**
     * How often the state of a series was found in some place.
     *
     * @param place the place
     * @return count
     */
    public long foundIn(Origin place) {
        return found.get(place).sum();
    }

    /**
     * Records rejected.
     *
     * @return counts above zero by reason
     */
    public Map<Reason, Long> rejected() {
        return sums(rejected);
    }

    /**
     * Where the states of series were found.
     *
     * @return counts above zero by origin
     */
    public Map<Origin, Long> found() {
        return sums(found);
    }

    private static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders) {
        Map<E, Long> sums = new LinkedHashMap<>();
        adders.forEach((constant, adder) -> {
            if (adder.sum() > 0) {
                sums.put(constant, adder.sum());
            }
        });
        return sums;
    }
}
