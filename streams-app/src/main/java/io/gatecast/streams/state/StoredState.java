package io.gatecast.streams.state;

import io.gatecast.core.StateFormatException;
import io.gatecast.core.order.TailTimes;
import io.gatecast.schema.SeriesState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What the stores hold of a series: its latest checkpoint and how much has happened since.
 *
 * @param modelId id of the model whose state it is; empty if there is no checkpoint yet
 * @param checkpointEvents number of events the checkpoint has seen
 * @param checkpointSteps number of steps it has taken
 * @param checkpointMs event time of its latest step, milliseconds since 1970; 0 = none yet
 * @param events number of events of the series altogether
 * @param latestMs event time of the latest event, milliseconds since 1970
 * @param stepMs most common distance of two steps, milliseconds; 0 = unknown
 * @param anchors per value column the origin that is subtracted before values are kept as float32
 * @param hidden the recurrent state, layer after layer, dimensionless
 * @param checkpointBytes size of the checkpoint
 * @param tailBytes size of the tail of events since
 */
public record StoredState(
        String modelId,
        long checkpointEvents,
        long checkpointSteps,
        long checkpointMs,
        long events,
        long latestMs,
        long stepMs,
        List<Double> anchors,
        List<Float> hidden,
        int checkpointBytes,
        int tailBytes) {
    public StoredState {
        anchors = List.copyOf(anchors);
        hidden = List.copyOf(hidden);
    }

    /**
     * Reads what there is of a series while its task goes on writing. The tail is read first: the checkpoint read after it has then
     * seen at least what the tail begins with, so both fit together whatever happens in between.
     *
     * @param checkpoints states at some earlier event
     * @param tails events since
     * @param key series key
     * @return what there is; empty if the stores do not hold the series
     * @throws StateFormatException if what there is cannot be read
     */
    public static Optional<StoredState> read(
            ReadOnlyKeyValueStore<String, byte[]> checkpoints,
            ReadOnlyKeyValueStore<String, byte[]> tails,
            String key) {
        byte[] tail = tails.get(key);
        byte[] checkpoint = checkpoints.get(key);
        if (tail == null && checkpoint == null) {
            return Optional.empty();
        }
        SeriesState state =
                checkpoint == null ? SeriesState.newBuilder().setModelId("").build() : decode(checkpoint);
        Saved saved = new Saved(checkpoint, tail);
        return Optional.of(new StoredState(
                state.getModelId(),
                state.getSequence(),
                state.getSteps(),
                state.getClockMs(),
                saved.events(),
                Math.max(
                        state.getClockMs(),
                        tail == null ? 0 : TailTimes.of(tail).latestMs()),
                state.getStepMs(),
                state.getAnchors(),
                floats(state.getHidden()),
                checkpoint == null ? 0 : checkpoint.length,
                tail == null ? 0 : tail.length));
    }

    private static SeriesState decode(byte[] checkpoint) {
        try {
            return SeriesState.getDecoder().decode(checkpoint);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new StateFormatException("cannot read a saved state of " + checkpoint.length + " bytes: " + e, e);
        }
    }

    private static List<Float> floats(ByteBuffer bytes) {
        Float[] floats = new Float[bytes.remaining() / Float.BYTES];
        ByteBuffer ordered = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Arrays.setAll(floats, i -> ordered.getFloat());
        return List.of(floats);
    }
}
