package io.gatecast.streams.demo;

import io.gatecast.streams.plant.FaultKind;
import io.gatecast.streams.plant.SimulatedPlant.ReadingConsumer;
import io.gatecast.streams.table.SeriesHistory;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The moments of recorded series with one value each, merged by time. */
public final class RecordedMoments implements Moments {
    private final List<SeriesHistory> series;
    private final int[] nextRows;

    /**
     * Starts with the earliest moment.
     *
     * @param series the series
     */
    public RecordedMoments(List<SeriesHistory> series) {
        this.series = List.copyOf(series);
        nextRows = new int[series.size()];
    }

    /**
     * Lists the moments.
     *
     * @param series the series
     * @return all different event times, ascending, milliseconds since 1970-01-01T00:00:00Z
     */
    public static long[] times(List<SeriesHistory> series) {
        return series.stream()
                .flatMapToLong(one -> LongStream.range(0, one.rows()).map(row -> one.timestampMs((int) row)))
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public boolean next(ReadingConsumer readings) {
        long moment = Long.MAX_VALUE;
        for (int s = 0; s < nextRows.length; s++) {
            if (nextRows[s] < series.get(s).rows()) {
                moment = Math.min(moment, series.get(s).timestampMs(nextRows[s]));
            }
        }
        for (int s = 0; s < nextRows.length; s++) {
            SeriesHistory one = series.get(s);
            if (nextRows[s] < one.rows() && one.timestampMs(nextRows[s]) == moment) {
                readings.accept(one.key(), moment, one.value(0, nextRows[s]++));
            }
        }
        return moment != Long.MAX_VALUE;
    }

    @Override
    public Map<FaultKind, Integer> faults() {
        return Map.of();
    }
}
