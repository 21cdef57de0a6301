package io.gatecast.streams.board;

import io.gatecast.streams.process.Issued;
import io.gatecast.streams.process.Recollection.Recalled;
import io.gatecast.streams.process.SeriesWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest steps of the series that this instance forecasts, bounded in memory. Tasks write, anybody may read; readers never
 * wait for more than one step of one series, and see it before it is committed. Series beyond the most that are kept are counted only.
 *
 * <p>What is here is lost with the process, and begins again with what is {@linkplain #recall recalled} from the stores; the truth are
 * these and the topics.
 */
public final class Board implements SeriesWatch {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final int mostSeries;
    private final int mostSteps;
    private final Map<String, LiveSeries> series = new ConcurrentHashMap<>();
    private final Map<Integer, Shelf> shelves = new ConcurrentHashMap<>(); // by partition
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong version = new AtomicLong();

    /**
     * Creates an empty board.
     *
     * @param mostSeries series kept
     * @param mostSteps steps kept of each
     */
    public Board(int mostSeries, int mostSteps) {
        this.mostSeries = mostSeries;
        this.mostSteps = mostSteps;
    }

    @Override
    public OfTask open(TaskId task) {
        Shelf shelf = new Shelf(task.partition());
        shelves.put(task.partition(), shelf);
        return shelf;
    }

    /** The series of one task. */
    private final class Shelf implements OfTask {
        private final int partition;
        private final Map<String, LiveSeries> mine = new HashMap<>(); // seen by its task; no one else's
        private final Map<String, LiveSeries> recalled = new ConcurrentHashMap<>(); // not seen by its task yet
        private final Set<String> gone = ConcurrentHashMap.newKeySet(); // removed, perhaps after their state was read
        private boolean closed;
        private volatile boolean complete;
        private long notKept;

        Shelf(int partition) {
            this.partition = partition;
        }

        /** Whatever goes wrong here, the record is forecast all the same. */
        @Override
        public void issued(String key, Issued issued) {
            try {
                show(key, issued);
            } catch (RuntimeException e) {
                LOG.warn("series {} is shown no more until its next step", key, e);
                removed(key);
            }
        }

        private void show(String key, Issued issued) {
            LiveSeries found = mine.get(key);
            if (found == null) {
                found = recalled.remove(key);
                if (found == null) {
                    begin(key, issued);
                    return;
                }
                mine.put(key, found);
            }
            found.step(issued, version::incrementAndGet);
        }

        private void begin(String key, Issued issued) {
            if (series.size() >= mostSeries) {
                leftOut(1);
                return;
            }
            LiveSeries begun = new LiveSeries(key, partition, mostSteps);
            mine.put(key, begun);
            begun.step(issued, version::incrementAndGet);
            series.put(key, begun);
        }

        /** Shows what is stored of a series, unless its task has shown something newer or works no more. */
        private synchronized boolean recall(String key, Recalled stored) {
            if (closed || series.size() >= mostSeries) {
                return false;
            }
            LiveSeries begun = new LiveSeries(key, partition, mostSteps);
            begun.begin(stored.past(), version::incrementAndGet);
            stored.issued().forEach(issued -> begun.step(issued, version::incrementAndGet));
            series.computeIfAbsent(key, absent -> {
                if (gone.contains(key)) {
                    return null;
                }
                recalled.put(key, begun);
                return begun;
            });
            return true;
        }

        private void recalledAll() {
            complete = true;
            gone.clear();
        }

        /** Counts steps, not series: to remember which series there are is what was to be avoided. */
        private void leftOut(long steps) {
            notKept += steps;
            leftOut.addAndGet(steps);
        }

        @Override
        public void removed(String key) {
            if (!complete) {
                gone.add(key);
            }
            LiveSeries seen = mine.remove(key);
            series.computeIfPresent(
                    key, (present, shown) -> shown == recalled.remove(key) || shown == seen ? null : shown);
        }

        @Override
        public synchronized void close() {
            closed = true;
            shelves.remove(partition, this);
            mine.forEach(series::remove);
            mine.clear();
            recalled.forEach(series::remove);
            recalled.clear();
            leftOut(-notKept);
        }
    }

    /**
     * Partitions whose stored series have not been recalled yet.
     *
     * @return partitions, a copy
     */
    public Set<Integer> forgotten() {
        Set<Integer> partitions = ConcurrentHashMap.newKeySet();
        shelves.forEach((partition, shelf) -> {
            if (!shelf.complete) {
                partitions.add(partition);
            }
        });
        return partitions;
    }

    /**
     * Whether a series is shown.
     *
     * @param key series key
     * @return true if so
     */
    public boolean shows(String key) {
        return series.containsKey(key);
    }

    /**
     * Shows what is stored of a series that its task has not stepped yet.
     *
     * @param partition partition it belongs to
     * @param key series key
     * @param stored what it did lately
     * @return false if no more series of the partition need be recalled: it has moved away, or the board is full
     */
    public boolean recall(int partition, String key, Recalled stored) {
        Shelf shelf = shelves.get(partition);
        return shelf != null && shelf.recall(key, stored);
    }

    /**
     * Takes note that all stored series of a partition have been recalled, as far as there is room.
     *
     * @param partition partition
     */
    public void recalled(int partition) {
        Shelf shelf = shelves.get(partition);
        if (shelf != null) {
            shelf.recalledAll();
        }
    }

    /**
     * Series in one line each, in no order.
     *
     * @param since only those that have changed after this {@linkplain #version() version}
     * @return rows
     */
    public List<Row> rows(long since) {
        return series.values().stream()
                .filter(one -> one.version() > since)
                .map(LiveSeries::row)
                .toList();
    }

    /**
     * All about one series.
     *
     * @param key series key
     * @return what is known; empty if the series is not kept here
     */
    public Optional<Detail> detail(String key) {
        return Optional.ofNullable(series.get(key)).map(LiveSeries::detail);
    }

    /**
     * What the ledger says of the nearest steps ahead, series by series.
     *
     * @return figures of the series' first targets, in no order
     */
    public Stream<Figures.Group> nearest() {
        return series.values().stream().map(LiveSeries::nearest).flatMap(Optional::stream);
    }

    /**
     * Number of series that will probably cross a limit, or have; those in maintenance do not count.
     *
     * @param probability least probability of it within the horizon
     * @return count
     */
    public long atRisk(double probability) {
        return series.values().stream()
                .filter(one ->
                        one.limits().stream().anyMatch(limit -> !limit.muted() && limit.probability() >= probability))
                .count();
    }

    /**
     * Number of series whose latest value is beyond a limit; those in maintenance do not count.
     *
     * @return count
     */
    public long beyondLimit() {
        return series.values().stream()
                .filter(one -> one.limits().stream().anyMatch(limit -> !limit.muted() && limit.isCrossed()))
                .count();
    }

    /**
     * Number of series kept.
     *
     * @return count
     */
    public int size() {
        return series.size();
    }

    /**
     * Whether there are more series than are kept.
     *
     * @return true if steps of some series were not kept
     */
    public boolean isFull() {
        return leftOut.get() > 0;
    }

    /**
     * Grows with every step of any series.
     *
     * @return version
     */
    public long version() {
        return version.get();
    }
}
