package io.gatecast.streams.backtest;

import io.gatecast.core.train.TrainingSeries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Where the series of a backtest come from. They can be gone through more than once. */
public sealed interface BacktestInput permits FileInput, TopicInput {
    /**
     * What it is called.
     *
     * @return name of the file or topic
     */
    String name();

    /**
     * Names of the value columns.
     *
     * @return columns
     */
    List<String> columns();

    /**
     * Number of rows of every series.
     *
     * @return rows by key, in the order of the series' first rows
     */
    Map<String, Long> rows();

    /**
     * Goes through all rows; those of one series come in the order of time.
     *
     * @param visitor takes the rows
     */
    void forEach(Consumer<BacktestRow> visitor);

    /**
     * The first rows of every series, or of as many as fit into memory.
     *
     * @param rows number of rows wanted of a series, by key
     * @return series to learn from
     */
    List<TrainingSeries> first(ToLongFunction<String> rows);

    /**
     * What there was to say about the input.
     *
     * @return a note for the user, if there is one
     */
    Optional<String> note();
}
