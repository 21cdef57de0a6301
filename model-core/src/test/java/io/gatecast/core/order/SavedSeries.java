package io.gatecast.core.order;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A series with a checkpoint and a tail as a store keeps them, and what it has told of its steps. */
final class SavedSeries {
    /** What a step said when it was taken last. */
    record Told(int revision, List<Double> numbers) {}

    final TreeMap<Long, Told> told = new TreeMap<>();
    final List<Placement> placements = new ArrayList<>();
    int steps;
    Series series;
    private final SeriesStepper stepper;
    private final Forecaster forecaster;
    private final SeriesStateCodec codec;
    private final int checkpointEvery;
    private byte[] checkpoint;
    private byte[] tail;

    SavedSeries(Model model, TimeRules rules, int checkpointEvery) {
        forecaster = new Forecaster(model);
        stepper = new SeriesStepper(forecaster, rules);
        codec = new SeriesStateCodec(forecaster, "model");
        this.checkpointEvery = checkpointEvery;
        series = stepper.newSeries();
    }

    Placement offer(Observation event) {
        Placement placement = stepper.place(series, event);
        placements.add(placement);
        if (placement instanceof Placement.Placed placed) {
            stepper.take(series, event, placed, this::latestCheckpoint, this::listen);
            save();
        }
        return placement;
    }

    /** Forgets the live series: the next event finds it as it was saved. */
    void evict() {
        series = stepper.rebuild(
                Optional.ofNullable(checkpoint).map(codec::decodeCheckpoint), Optional.ofNullable(tail));
    }

    void closeUntil(long untilMs) {
        stepper.close(series, untilMs, this::listen);
        save();
    }

    /** The live state as bytes, whatever number of events is behind it. */
    byte[] state() {
        return codec.encode(new Checkpoint(series.state(), 0));
    }

    byte[] checkpoint() {
        return checkpoint;
    }

    int tailLength() {
        return series.tail().length();
    }

    private void listen(Step step, int revision) {
        steps++;
        List<Double> numbers = new ArrayList<>();
        Forecast forecast = step.forecast();
        for (int level = 0; level < forecast.levels().size(); level++) {
            for (int k = 1; k <= forecast.horizon(); k++) {
                numbers.add(forecast.quantile(level, k));
            }
        }
        numbers.add(step.score().observed());
        numbers.add(step.score().expected());
        numbers.add(step.score().probability());
        Told before = told.put(forecast.issuedAtMs(), new Told(revision, numbers));
        if (before != null && revision <= before.revision()) {
            throw new AssertionError("revision " + revision + " at " + forecast.issuedAtMs() + " after " + before);
        }
    }

    private void save() {
        if (series.costlyToRebuild() || stepper.settled(series) - series.checkpointed() >= checkpointEvery) {
            checkpoint = codec.encode(stepper.checkpoint(series, this::latestCheckpoint));
        }
        tail = stepper.encodedTail(series);
    }

    private Checkpoint latestCheckpoint() {
        return checkpoint == null ? new Checkpoint(forecaster.initialState(), 0) : codec.decodeCheckpoint(checkpoint);
    }
}
