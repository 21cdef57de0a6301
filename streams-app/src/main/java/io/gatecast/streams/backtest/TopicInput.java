package io.gatecast.streams.backtest;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainingSeries;
import io.gatecast.streams.client.ObservationHistory;
import io.gatecast.streams.table.SeriesHistory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** What a topic of observations held when it was read, in memory. */
public final class TopicInput implements BacktestInput {
    private final String topic;
    private final ObservationHistory history;
    private final SeriesColumns roles;

    /**
     * Takes what was read.
     *
     * @param topic name of the topic
     * @param history its observations
     * @param roles names of its columns
     */
    public TopicInput(String topic, ObservationHistory history, SeriesColumns roles) {
        this.topic = topic;
        this.history = history;
        this.roles = roles;
    }

    @Override
    public String name() {
        return "topic " + topic;
    }

    @Override
    public List<String> columns() {
        return roles.values();
    }

    @Override
    public Map<String, Long> rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        history.series().forEach(one -> rows.put(one.key(), (long) one.rows()));
        return rows;
    }

    @Override
    public void forEach(Consumer<BacktestRow> visitor) {
        for (SeriesHistory one : history.series()) {
            TrainingSeries series = one.forTraining(roles);
            for (int row = 0; row < series.rows(); row++) {
                visitor.accept(new TopicRow(series, row));
            }
        }
    }

    @Override
    public List<TrainingSeries> first(ToLongFunction<String> rows) {
        return FirstRows.of(history.series(), rows, roles);
    }

    @Override
    public Optional<String> note() {
        return history.sample()
                .map(of -> "note: a sample, the topic holds %d rows of about %d series; see --max-rows"
                        .formatted(of.rows(), of.series()));
    }

    private record TopicRow(TrainingSeries series, int row) implements BacktestRow {
        @Override
        public String key() {
            return series.key();
        }

        @Override
        public long timestampMs() {
            return series.timestampMs(row);
        }

        @Override
        public double value(int column) {
            return series.value(column, row);
        }

        @Override
        public Observation observation(ModelSpec model) {
            return series.observation(row, model.horizon(), series.staticCodes(model.roles()));
        }
    }
}
