package io.gatecast.streams.process;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.state.Series;
import io.gatecast.streams.state.SeriesStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One model and its series of a task. One thread. */
final class Line {
    private final Artifact artifact;
    private final Forecaster forecaster;
    private final SeriesStore store;
    private final ForecastEncoder encoder;

    Line(Artifact artifact, Function<Forecaster, SeriesStore> store) {
        this.artifact = artifact;
        this.forecaster = new Forecaster(artifact.model());
        this.store = store.apply(forecaster);
        this.encoder = new ForecastEncoder(artifact);
    }

    Artifact artifact() {
        return artifact;
    }

    ForecastEncoder encoder() {
        return encoder;
    }

    Series find(String key) {
        return store.find(key);
    }

    void evict(String key) {
        store.evict(key);
    }

    /** Why a series cannot be stepped through an observation, if it cannot. */
    Optional<Rejected> refusal(Series series, Observation observation) {
        SeriesState state = series.state();
        if (!forecaster.accepts(state, observation)) {
            return Optional.of(new Rejected(
                    Reason.FIRST_VALUE_MISSING, "the first observation of a series must have a value in every column"));
        }
        if (state.steps() == 0 || observation.timestampMs() > state.clockMs()) {
            return Optional.empty();
        }
        boolean same = observation.timestampMs() == state.clockMs();
        return Optional.of(new Rejected(
                same ? Reason.DUPLICATE : Reason.LATE,
                "the event time must be after " + Instant.ofEpochMilli(state.clockMs())
                        + ", that of the series' latest observation, was "
                        + Instant.ofEpochMilli(observation.timestampMs())));
    }

    Step step(String key, Series series, Observation observation) {
        Step step = forecaster.step(series.state(), observation);
        store.save(key, series, observation);
        return step;
    }
}
