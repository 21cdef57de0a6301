package io.gatecast.streams.backtest;

import io.gatecast.core.Observation;
import io.gatecast.core.backtest.Backtest;
import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestSettings;
import io.gatecast.core.backtest.OriginListener;
import io.gatecast.core.backtest.SeriesBacktest;
import io.gatecast.core.backtest.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Leads the rows of an input through a backtest. */
public final class RollingOrigins {
    private static final int PROGRESS_EVERY = 1000;

    private final BacktestInput input;
    private final List<Entrant> entrants;
    private final BacktestSettings settings;
    private final Function<String, Split> splits;
    private final int column;

    /**
     * Prepares runs.
     *
     * @param input the rows
     * @param entrants who takes part
     * @param settings what is scored, and how
     * @param splits which rows of a series are scored, by its key
     * @param column index of the value column forecast
     */
    public RollingOrigins(
            BacktestInput input,
            List<Entrant> entrants,
            BacktestSettings settings,
            Function<String, Split> splits,
            int column) {
        this.input = input;
        this.entrants = List.copyOf(entrants);
        this.settings = settings;
        this.splits = splits;
        this.column = column;
    }

    /**
     * Goes through all series.
     *
     * @param listener sees the forecasts
     * @param progress hears how many rows have been read
     * @return what was found
     */
    public BacktestResult run(OriginListener listener, LongConsumer progress) {
        Backtest backtest = newBacktest(listener);
        Map<String, SeriesBacktest> series = new HashMap<>();
        long[] read = new long[1];
        input.forEach(row -> {
            series.computeIfAbsent(row.key(), key -> backtest.begin(key, splits.apply(key)))
                    .add(row.value(column), views(row));
            if (++read[0] % PROGRESS_EVERY == 0) {
                progress.accept(read[0]);
            }
        });
        progress.accept(read[0]);
        return backtest.end();
    }

    /**
     * Goes through some series again and takes down what is to be drawn.
     *
     * @param origins rows of the origins wanted, by key
     * @param progress hears how many rows have been read
     * @return the windows, by key and origin
     */
    public List<Window> windows(Map<String, Set<Long>> origins, LongConsumer progress) {
        WindowRecorder recorder = new WindowRecorder(origins, settings);
        Backtest backtest = newBacktest(recorder);
        Map<String, SeriesBacktest> series = new HashMap<>();
        long[] read = new long[1];
        input.forEach(row -> {
            if (origins.containsKey(row.key())) {
                recorder.observe(row.key(), row.timestampMs(), row.value(column));
                series.computeIfAbsent(row.key(), key -> backtest.begin(key, splits.apply(key)))
                        .add(row.value(column), views(row));
            }
            if (++read[0] % PROGRESS_EVERY == 0) {
                progress.accept(read[0]);
            }
        });
        backtest.end();
        return recorder.windows();
    }

    private Backtest newBacktest(OriginListener listener) {
        return new Backtest(entrants.stream().map(Entrant::contender).toList(), settings, listener);
    }

    private List<Observation> views(BacktestRow row) {
        Observation alone = new Observation(row.timestampMs(), row.value(column));
        List<Observation> views = new ArrayList<>(entrants.size());
        for (Entrant entrant : entrants) {
            views.add(entrant.sees().map(row::observation).orElse(alone));
        }
        return views;
    }
}
