package io.gatecast.streams.state;

import io.gatecast.core.CheckpointHead;
import io.gatecast.core.StateFormatException;
import io.gatecast.core.order.TailTimes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Goes around all stored series, a few at a time, again and again, and finds those that something has to be done about although
 * no event has come for them. Only times are read, no state is rebuilt. One thread.
 */
final class Round {
    private final KeyValueStore<String, byte[]> checkpoints;
    private final KeyValueStore<String, byte[]> tails;
    private boolean amongTails = true;
    private String next; // null = from the first on

    Round(KeyValueStore<String, byte[]> checkpoints, KeyValueStore<String, byte[]> tails) {
        this.checkpoints = checkpoints;
        this.tails = tails;
    }

    /**
     * Looks at the next series.
     *
     * @param most largest number of records looked at
     * @param expiredBeforeMs series whose latest event is before this time have expired
     * @param closedUntilMs steps that end by this time are to be closed
     */
    List<Due> look(int most, long expiredBeforeMs, long closedUntilMs) {
        Set<Due> due = new LinkedHashSet<>(); // one that has expired is met in both stores
        int left = most;
        for (int store = 0; store < 2 && left > 0; store++) {
            left = look(left, expiredBeforeMs, closedUntilMs, due);
        }
        return List.copyOf(due);
    }

    /** Looks at series in one of the stores, and turns to the other at its end; returns how many may still be looked at. */
    private int look(int most, long expiredBeforeMs, long closedUntilMs, Set<Due> due) {
        int left = most;
        try (KeyValueIterator<String, byte[]> records = (amongTails ? tails : checkpoints).range(next, null)) {
            while (left > 0 && records.hasNext()) {
                KeyValue<String, byte[]> record = records.next();
                left--;
                if (isExpired(record.key, record.value, expiredBeforeMs)) {
                    due.add(new Due(record.key, true));
                } else if (amongTails && hasOpenEvents(record.value, closedUntilMs)) {
                    due.add(new Due(record.key, false));
                }
            }
            if (records.hasNext()) {
                next = records.peekNextKey();
            } else {
                next = null;
                amongTails = !amongTails;
            }
        }
        return left;
    }

    /** Both records count: an obsolete tail may stand beside a checkpoint that is newer, and none at all beside either. */
    private boolean isExpired(String key, byte[] value, long beforeMs) {
        if (beforeMs == Long.MIN_VALUE) {
            return false;
        }
        if (amongTails) {
            return latestInTail(value) < beforeMs && latestInCheckpoint(checkpoints.get(key)) < beforeMs;
        }
        return latestInCheckpoint(value) < beforeMs && latestInTail(tails.get(key)) < beforeMs;
    }

    private static long latestInTail(byte[] tail) {
        try {
            return tail == null ? -1 : TailTimes.of(tail).latestMs();
        } catch (StateFormatException e) {
            return Long.MAX_VALUE; // whoever reads the series will find the damage
        }
    }

    private static long latestInCheckpoint(byte[] checkpoint) {
        try {
            return checkpoint == null ? -1 : CheckpointHead.of(checkpoint).clockMs();
        } catch (StateFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean hasOpenEvents(byte[] tail, long untilMs) {
        if (untilMs == Long.MIN_VALUE) {
            return false;
        }
        try {
            return TailTimes.of(tail).firstOpenMs() < untilMs;
        } catch (StateFormatException e) {
            return false;
        }
    }

    /** Number of series stored. */
    long count() {
        long count = 0;
        try (KeyValueIterator<String, byte[]> all = tails.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        try (KeyValueIterator<String, byte[]> all = checkpoints.all()) {
            while (all.hasNext()) {
                if (tails.get(all.next().key) == null) {
                    count++;
                }
            }
        }
        return count;
    }
}
