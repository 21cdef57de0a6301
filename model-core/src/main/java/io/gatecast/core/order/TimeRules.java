package io.gatecast.core.order;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;

/**
 * How events become steps of a series. Checked when made: an {@link IllegalArgumentException} names the rule that is broken.
 *
 * <p>Steps of a fixed length begin at multiples of it since 1970-01-01T00:00:00Z; their observation has the time of their
 * beginning.
 *
 * @param stepMs length of a step in milliseconds; 0 = every event is a step
 * @param aggregations what the value columns of a step are made of; empty if every event is a step
 * @param graceMs how far an event may be behind the latest of its series and still be put where it belongs, milliseconds
 * @param gapMs distance of two steps by which missing ones are counted, milliseconds; 0 = they are not
 * @param maxGap largest number of missing steps that are stepped through; after more the series starts again
 * @param mostPending largest number of events of a series that may wait for others to come before them
 */
public record TimeRules(
        long stepMs, List<Aggregation> aggregations, long graceMs, long gapMs, int maxGap, int mostPending) {
    /** Every event is a step, in the order in which they come. */
    public static final TimeRules EVERY_EVENT = everyEvent(0);

    /** Waiting events accepted if nothing else is said. */
    public static final int MOST_PENDING = 10_000;

    public TimeRules {
        aggregations = List.copyOf(aggregations);
        if (stepMs < 0 || graceMs < 0 || gapMs < 0) {
            throw new IllegalArgumentException("step, grace and gap must not be negative, were " + stepMs + ", "
                    + graceMs + " and " + gapMs + " ms");
        }
        if (stepMs > 0 == aggregations.isEmpty()) {
            throw new IllegalArgumentException("steps of a fixed length, and no others, need an aggregation per column;"
                    + " step was " + stepMs + " ms, aggregations " + aggregations);
        }
        if (stepMs > 0 && gapMs > 0 && gapMs != stepMs) {
            throw new IllegalArgumentException(
                    "gaps must be counted in steps of " + stepMs + " ms, were in " + gapMs + " ms");
        }
        if (maxGap < 0 || maxGap > ModelSpec.MAX_STEPS) {
            throw new IllegalArgumentException(
                    "largest gap must be in [0, " + ModelSpec.MAX_STEPS + "] steps, was " + maxGap);
        }
        if (mostPending < 1) {
            throw new IllegalArgumentException("at least one event must be able to wait, were " + mostPending);
        }
    }

    /**
     * Every event is a step.
     *
     * @param graceMs how far an event may be behind the latest of its series, milliseconds
     * @return rules without gaps
     */
    public static TimeRules everyEvent(long graceMs) {
        return new TimeRules(0, List.of(), graceMs, 0, 0, MOST_PENDING);
    }

    /**
     * Steps of a fixed length.
     *
     * @param stepMs length of a step, milliseconds
     * @param aggregations what the value columns of a step are made of
     * @param graceMs how long after its end a step stays open, milliseconds
     * @param maxGap largest number of missing steps that are stepped through
     * @return rules
     */
    public static TimeRules fixedSteps(long stepMs, List<Aggregation> aggregations, long graceMs, int maxGap) {
        return new TimeRules(stepMs, aggregations, graceMs, stepMs, maxGap, MOST_PENDING);
    }

    /**
     * Whether steps have a fixed length.
     *
     * @return false if every event is a step
     */
    public boolean fixed() {
        return stepMs > 0;
    }

    /**
     * Whether an accepted event may have to wait for others: then a state can be saved only as it was some time ago.
     *
     * @return false if every event is stepped through for good when it comes
     */
    public boolean keepsPending() {
        return fixed() || graceMs > 0;
    }

    /** Beginning of the fixed step that a time lies in. */
    long startOf(long timestampMs) {
        return timestampMs - Math.floorMod(timestampMs, stepMs);
    }

    /** Time before which nothing is accepted any more, by the latest event alone. */
    long boundary(long latestMs) {
        long accepted = Math.max(0, latestMs - graceMs);
        return fixed() ? startOf(accepted) : keepsPending() ? accepted : latestMs + 1;
    }

    /** First time that a state does not cover. */
    long endOf(long stateMs) {
        return fixed() ? stateMs + stepMs : stateMs + 1;
    }

    /** Number of steps that are missing between two. */
    long missing(long beforeMs, long nextMs) {
        return gapMs == 0 ? 0 : Math.max(0, (nextMs - beforeMs + gapMs / 2) / gapMs - 1);
    }

    /** What a missing step is stepped through with: the static columns hold for the whole series, of the rest nothing is known. */
    Observation missing(long timestampMs, Observation next) {
        double[] values = new double[next.columns()];
        for (int c = 0; c < values.length; c++) {
            values[c] = fixed() ? aggregations.get(c).ofNoEvent() : Double.NaN;
        }
        double[] statics = new double[next.staticColumns()];
        for (int c = 0; c < statics.length; c++) {
            statics[c] = next.staticCode(c);
        }
        return new Observation(timestampMs, values, new double[next.knownColumns()][0], statics);
    }
}
