package io.gatecast.streams.process;

import io.gatecast.core.order.TimeRules;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.StepClose;
import io.gatecast.streams.state.Due;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Looks after series that no event comes for: closes their open steps, and removes those that have expired. Each call looks at a
 * bounded number of series, however many there are. One per task.
 */
final class Upkeep {
    /** Looking at so many series takes a few milliseconds. */
    private static final int SERIES_PER_CALL = 1_000;

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int CALLS_PER_TTL = 1_000;
    private static final int CALLS_PER_STEP = 100;

    private final Lineup lineup;
    private final TimeRules rules;
    private final Optional<Duration> ttl;
    private final StepClose close;
    private final Counts counts;
    private final BiConsumer<String, Issued> forward;

    /**
     * Prepares the upkeep of a task's series.
     *
     * @param forward is given, with the series key, what is to be issued
     */
    Upkeep(Lineup lineup, TimeRules rules, GatecastConfig config, Counts counts, BiConsumer<String, Issued> forward) {
        this.lineup = lineup;
        this.rules = rules;
        this.ttl = config.stateTtl();
        this.close = config.stepClose();
        this.counts = counts;
        this.forward = forward;
    }

    void schedule(ProcessorContext<?, ?> context) {
        boolean closesByStream = rules.fixed() && close == StepClose.STREAM;
        Duration perStep = atLeastShortest(Duration.ofMillis(rules.stepMs()).dividedBy(CALLS_PER_STEP));
        if (closesByStream || ttl.isPresent()) {
            Duration interval =
                    closesByStream ? perStep : atLeastShortest(ttl.get().dividedBy(CALLS_PER_TTL));
            context.schedule(
                    interval,
                    PunctuationType.STREAM_TIME,
                    timeMs -> look(expiredBefore(timeMs), closesByStream ? closedUntil(timeMs) : Long.MIN_VALUE));
        }
        if (rules.fixed() && close == StepClose.WALL) {
            Duration interval = perStep.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : perStep;
            context.schedule(
                    interval, PunctuationType.WALL_CLOCK_TIME, timeMs -> look(Long.MIN_VALUE, closedUntil(timeMs)));
        }
    }

    private static Duration atLeastShortest(Duration interval) {
        return interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    }

    /** Time before which the latest event of a series must be for the series to have expired. */
    long expiredBefore(long streamTimeMs) {
        return ttl.map(span -> streamTimeMs - span.toMillis()).orElse(Long.MIN_VALUE);
    }

    private long closedUntil(long timeMs) {
        return rules.startOf(Math.max(0, timeMs - rules.graceMs()));
    }

    private void look(long expiredBeforeMs, long closedUntilMs) {
        lineup.refresh();
        for (Due due : lineup.due(SERIES_PER_CALL, expiredBeforeMs, closedUntilMs)) {
            try {
                look(due, closedUntilMs);
            } catch (RuntimeException e) {
                lineup.evict(due.key());
                throw e;
            }
        }
    }

    private void look(Due due, long closedUntilMs) {
        if (due.expired()) {
            expire(due.key());
        } else {
            close(due.key(), closedUntilMs);
        }
    }

    /** Removes a series; what its open steps hold is forecast from first. */
    void expire(String key) {
        if (rules.fixed()) {
            close(key, Long.MAX_VALUE);
        }
        lineup.remove(key);
        counts.expiry();
    }

    private void close(String key, long untilMs) {
        lineup.close(key, untilMs).forEach(issued -> forward.accept(key, issued));
    }
}
