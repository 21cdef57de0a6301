package io.gatecast.streams.endtoend;

import io.gatecast.schema.Observation;
import java.util.List;

/** One measurement of one sensor. */
record SensorEvent(String key, long timestampMs, double value) {
    Observation observation() {
        return new Observation(key, timestampMs, List.of(value), List.of(), List.of());
    }
}
