package io.gatecast.streams.backtest;

import io.gatecast.core.backtest.BacktestSettings;
import io.gatecast.core.backtest.OriginListener;
import io.gatecast.core.backtest.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Takes down the forecasts of some origins. A forecast is heard of when all of its outcomes have been observed. */
final class WindowRecorder implements OriginListener {
    /** Horizons shown before the origin. */
    private static final int HORIZONS_BEFORE = 2;

    private static final int FEWEST_BEFORE = 24;

    private final Map<String, Set<Long>> wanted;
    private final BacktestSettings settings;
    private final int capacity;
    private final Map<String, Latest> latest = new HashMap<>();
    private final List<Window> windows = new ArrayList<>();

    WindowRecorder(Map<String, Set<Long>> wanted, BacktestSettings settings) {
        this.wanted = wanted;
        this.settings = settings;
        capacity = Math.max(FEWEST_BEFORE, HORIZONS_BEFORE * settings.horizon()) + settings.horizon();
    }

    void observe(String key, long timestampMs, double value) {
        latest.computeIfAbsent(key, name -> new Latest(capacity)).add(timestampMs, value);
    }

    @Override
    public void origin(String key, long row, long issuedAtMs, List<Prediction> predictions) {
        if (!wanted.getOrDefault(key, Set.of()).contains(row)) {
            return;
        }
        Latest seen = latest.get(key);
        int count = (int) Math.min(seen.rows, capacity);
        long firstRow = seen.rows - count;
        windows.add(new Window(
                key,
                row,
                IntStream.range(0, count)
                        .mapToObj(i -> seen.timestampsMs[(int) ((firstRow + i) % capacity)])
                        .toList(),
                list(count, i -> seen.values[(int) ((firstRow + i) % capacity)]),
                (int) (row - firstRow + 1),
                predictions.stream()
                        .map(one -> list(settings.horizon(), k -> one.point(k + 1)))
                        .toList(),
                IntStream.range(0, settings.levels().size())
                        .mapToObj(level ->
                                list(settings.horizon(), k -> predictions.get(0).quantile(level, k + 1)))
                        .toList()));
    }

    private static List<Double> list(int size, IntToDoubleFunction element) {
        return IntStream.range(0, size).mapToObj(element::applyAsDouble).toList();
    }

    List<Window> windows() {
        return List.copyOf(windows);
    }

    /** The latest values of a series. */
    private static final class Latest {
        private final long[] timestampsMs;
        private final double[] values;
        private long rows;

        Latest(int capacity) {
            timestampsMs = new long[capacity];
            values = new double[capacity];
        }

        void add(long timestampMs, double value) {
            int at = (int) (rows++ % values.length);
            timestampsMs[at] = timestampMs;
            values[at] = value;
        }
    }
}
