package io.gatecast.streams.board;

import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.Issued;
import io.gatecast.streams.process.SeriesWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>What is here is lost with the process; the truth are the topics and stores.
 */
public final class Board implements SeriesWatch {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final LiveModels models;
    private final int mostSeries;
    private final int mostSteps;
    private final Map<String, LiveSeries> series = new ConcurrentHashMap<>();
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong version = new AtomicLong();

    /**
     * Creates an empty board.
     *
     * @param models tell which seasons a series may have
     * @param mostSeries series kept
     * @param mostSteps steps kept of each
     */
    public Board(LiveModels models, int mostSeries, int mostSteps) {
        this.models = models;
        this.mostSeries = mostSeries;
        this.mostSteps = mostSteps;
    }

    @Override
    public OfTask open(TaskId task) {
        return new Shelf(task.partition());
    }

    /** The series of one task. */
    private final class Shelf implements OfTask {
        private final int partition;
        private final Map<String, LiveSeries> mine = new HashMap<>();
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
                if (series.size() >= mostSeries) {
                    leftOut(1);
                    return;
                }
                found = new LiveSeries(key, partition, mostSteps);
                mine.put(key, found);
                found.step(issued, version::incrementAndGet);
                series.put(key, found);
            } else {
                found.step(issued, version::incrementAndGet);
            }
        }

        /** Counts steps, not series: to remember which series there are is what was to be avoided. */
        private void leftOut(long steps) {
            notKept += steps;
            leftOut.addAndGet(steps);
        }

        @Override
        public void removed(String key) {
            LiveSeries gone = mine.remove(key);
            if (gone != null) {
                series.remove(key, gone);
            }
        }

        @Override
        public void close() {
            mine.forEach(series::remove);
            mine.clear();
            leftOut(-notKept);
        }
    }

    /**
     * Series in one line each, in no order.
     *
     * @param since only those that have changed after this {@linkplain #version() version}
     * @return rows
     */
    public List<Row> rows(long since) {
        Seasons seasons = seasons();
        return series.values().stream()
                .filter(one -> one.version() > since)
                .map(one -> one.row(seasons))
                .toList();
    }

    /**
     * All about one series.
     *
     * @param key series key
     * @return what is known; empty if the series is not kept here
     */
    public Optional<Detail> detail(String key) {
        return Optional.ofNullable(series.get(key)).map(one -> one.detail(seasons()));
    }

    /**
     * How good the forecasts were, series by series.
     *
     * @return figures of the series' first targets, in no order
     */
    public Stream<Figures> figures() {
        Seasons seasons = seasons();
        return series.values().stream().map(one -> one.figures(seasons));
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

    private Seasons seasons() {
        ModelSpec spec = models.current().champion().model().spec();
        return new Seasons(spec.seasons(), spec.findsSeasons());
    }
}
