package io.gatecast.streams.backtest;

import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.table.SeriesHistory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** The training parts of series. */
final class FirstRows {
    private FirstRows() {}

    /** Cuts every history after the rows wanted of it; what is then empty is left out. */
    static List<TrainingSeries> of(
            List<SeriesHistory> histories, ToLongFunction<String> wanted, SeriesColumns columns) {
        return histories.stream()
                .map(history -> cut(history, wanted.applyAsLong(history.key()), columns))
                .filter(series -> series.rows() > 0)
                .toList();
    }

    private static TrainingSeries cut(SeriesHistory history, long wanted, SeriesColumns columns) {
        long dropped = history.added() - history.rows();
        int rows = (int) Math.max(0, Math.min(history.rows(), wanted - dropped));
        return new TrainingSeries(
                history.key(),
                Arrays.copyOf(history.timestampsMs(), rows),
                cut(history.values(), rows),
                cut(history.known(), rows),
                history.statics(),
                columns);
    }

    private static double[][] cut(double[][] columns, int rows) {
        return Arrays.stream(columns).map(column -> Arrays.copyOf(column, rows)).toArray(double[][]::new);
    }
}
