package io.gatecast.streams.state;

import io.gatecast.core.CheckpointHead;
import io.gatecast.core.StateFormatException;
import io.gatecast.schema.SeriesTail;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/** What the stores have of one series; null where there is nothing. */
record Saved(byte[] checkpoint, byte[] tail) {
    boolean isNothing() {
        return checkpoint == null && tail == null;
    }

    /** Whether there is a checkpoint of a model. */
    boolean isOf(String modelId) {
        return head().filter(head -> head.modelId().equals(modelId)).isPresent();
    }

    /** Whether there is a checkpoint of another model. */
    boolean isOfAnother(String modelId) {
        return head().filter(head -> !head.modelId().equals(modelId)).isPresent();
    }

    /** Number of events that the series has seen. */
    long events() {
        return Math.max(head().map(CheckpointHead::sequence).orElse(0L), eventsByTail());
    }

    private long eventsByTail() {
        if (tail == null) {
            return 0;
        }
        try {
            SeriesTail read = SeriesTail.getDecoder().decode(tail);
            long entryLength = Long.BYTES + (long) read.getColumns() * Double.BYTES;
            return read.getBase() + read.getEntries().remaining() / entryLength;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            return 0; // damaged: so it will be found when it is loaded
        }
    }

    private Optional<CheckpointHead> head() {
        if (checkpoint == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(CheckpointHead.of(checkpoint));
        } catch (StateFormatException e) {
            return Optional.empty(); // damaged: so it will be found when it is loaded
        }
    }
}
