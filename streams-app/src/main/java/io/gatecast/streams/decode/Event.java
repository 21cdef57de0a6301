package io.gatecast.streams.decode;

import io.gatecast.core.Observation;
import java.util.Optional;
import java.util.OptionalLong;

/** A measurement as it was read, with as many columns of each role as the model has. */
public final class Event implements Decoded {
    private final Optional<String> key;
    private final OptionalLong timestampMs;
    private final double[] values;
    private final Covariates covariates;

    Event(Optional<String> key, OptionalLong timestampMs, double[] values, Covariates covariates) {
        this.key = key;
        this.timestampMs = timestampMs;
        this.values = values;
        this.covariates = covariates;
    }

    /**
     * The series key found in a field.
     *
     * @return key, not empty text; empty if the record key is the series key
     */
    public Optional<String> key() {
        return key;
    }

    /**
     * The event time found in a field.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z, not negative; empty if the record timestamp is the event time
     */
    public OptionalLong timestampMs() {
        return timestampMs;
    }

    /**
     * The observation, once its time is known.
     *
     * @param eventTimeMs milliseconds since 1970-01-01T00:00:00Z, at least 0
     * @return what the forecaster takes
     */
    public Observation at(long eventTimeMs) {
        return new Observation(eventTimeMs, values, covariates.known(), covariates.statics());
    }
}
