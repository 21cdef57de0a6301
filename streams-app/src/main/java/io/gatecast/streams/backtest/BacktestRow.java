package io.gatecast.streams.backtest;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ModelSpec;

/** One row of one series, as contenders are to see it. */
interface BacktestRow {
    String key();

    long timestampMs();

    /** A value by column, NaN if missing. */
    double value(int column);

    /** Everything in the row that a model takes, with what is known of the future. */
    Observation observation(ModelSpec model);
}
