package io.gatecast.streams.state;

import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.SeriesState;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/** What the stores have of one series; null where there is nothing. */
record Saved(byte[] checkpoint, byte[] tail) {
    boolean isNothing() {
        return checkpoint == null && tail == null;
    }

    /** Which model the checkpoint belongs to, if there is one that can be read. */
    Optional<String> modelId() {
        return state().map(SeriesState::getModelId);
    }

    /** Number of observations that the checkpoint has seen. */
    long sequence() {
        return state().map(SeriesState::getSequence).orElse(0L);
    }

    /** Event time of the latest observation, -1 if there was none. */
    long latestMs(ModelSpec model) {
        long clockMs = state().filter(state -> state.getSteps() > 0)
                .map(SeriesState::getClockMs)
                .orElse(-1L);
        try {
            return tail == null
                    ? clockMs
                    : Math.max(clockMs, Tail.decode(tail, model).latestMs());
        } catch (DamagedStateException e) {
            return -1;
        }
    }

    private Optional<SeriesState> state() {
        if (checkpoint == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SeriesState.getDecoder().decode(checkpoint));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
