package io.gatecast.core;

import io.gatecast.core.calibrate.CalibrationState;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.ExpertState;
import io.gatecast.core.ledger.LedgerState;
import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;

/**
 * {@link SeriesState} to bytes and back, exactly: a decoded state continues with the same bits.
 *
 * <p>The bytes are an {@link io.gatecast.schema.SeriesState} in Avro's single-object encoding, whose schema fingerprint
 * tells which release wrote them.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">single-object encoding</a>
 */
public final class SeriesStateCodec {
    /** Fields of the record in the first release. */
    private static final int FIRST_FIELDS = 17;

    private final Forecaster forecaster;
    private final String modelId;
    private final BinaryMessageEncoder<io.gatecast.schema.SeriesState> encoder;
    private final BinaryMessageDecoder<io.gatecast.schema.SeriesState> decoder;

    /**
     * Creates a codec.
     *
     * @param forecaster whose states are saved and restored
     * @param modelId id of its model
     */
    public SeriesStateCodec(Forecaster forecaster, String modelId) {
        this.forecaster = forecaster;
        this.modelId = modelId;
        encoder = io.gatecast.schema.SeriesState.getEncoder();
        decoder = newDecoder();
    }

    /** Fields are only ever appended, so what wrote an older state is known from the number of fields it had. */
    private static BinaryMessageDecoder<io.gatecast.schema.SeriesState> newDecoder() {
        Schema newest = io.gatecast.schema.SeriesState.getClassSchema();
        SchemaStore.Cache earlier = new SchemaStore.Cache();
        for (int fields = FIRST_FIELDS; fields < newest.getFields().size(); fields++) {
            List<Schema.Field> kept = newest.getFields().subList(0, fields).stream()
                    .map(field -> new Schema.Field(field, field.schema()))
                    .toList();
            earlier.addSchema(Schema.createRecord(
                    newest.getName(), newest.getDoc(), newest.getNamespace(), newest.isError(), kept));
        }
        return io.gatecast.schema.SeriesState.createDecoder(earlier);
    }

    /**
     * Encodes a state every one of whose steps was an observation.
     *
     * @param state a state of this codec's forecaster
     * @return bytes
     */
    public byte[] encode(SeriesState state) {
        return encode(new Checkpoint(state, state.steps));
    }

    /**
     * Encodes a checkpoint.
     *
     * @param checkpoint a checkpoint of a state of this codec's forecaster
     * @return bytes
     */
    public byte[] encode(Checkpoint checkpoint) {
        SeriesState state = checkpoint.state();
        int columns = state.view.length;
        List<Double> anchors = new ArrayList<>(columns);
        ByteBuffer scale = buffer(2 * columns * Double.BYTES);
        float[][] rings = new float[columns][];
        for (int c = 0; c < columns; c++) {
            anchors.add(state.anchor[c]);
            scale.putDouble(state.scale[c].sum()).putDouble(state.scale[c].sumOfSquares());
            rings[c] = state.view[c].window().toArray();
        }
        io.gatecast.schema.SeriesState record = new io.gatecast.schema.SeriesState(
                modelId,
                checkpoint.sequence(),
                state.steps,
                state.clockMs,
                anchors,
                scale.flip(),
                floats(rings),
                floats(state.hidden),
                floats(parts(state, CalibrationState::pending)),
                floats(parts(state, CalibrationState::theta)),
                detector(state),
                experts(state),
                unobserved(state),
                priors(state),
                forecaster.model().spec().transform() == Transform.LOG,
                state.interval.ms(),
                state.interval.votes(),
                state.warmedUpAfter,
                ledger(state),
                floats(parts(state, CalibrationState::regimes)));
        try {
            ByteBuffer encoded = encoder.encode(record);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Size of a state whose series has been seen for long enough.
     *
     * @return bytes, a few more or less
     */
    public int fullSize() {
        int columns = forecaster.model().spec().columns().size();
        return encode(forecaster.initialState()).length + columns * forecaster.ringRows() * Float.BYTES;
    }

    /**
     * Decodes a state.
     *
     * @param bytes what {@link #encode} gave, in this release or an earlier one
     * @return the state
     * @throws StateFormatException if the bytes are damaged or belong to another model
     */
    public SeriesState decode(byte[] bytes) {
        return decodeCheckpoint(bytes).state();
    }

    /**
     * Decodes a checkpoint.
     *
     * @param bytes what {@link #encode} gave, in this release or an earlier one
     * @return the state and its place among the observations
     * @throws StateFormatException if the bytes are damaged or belong to another model
     */
    public Checkpoint decodeCheckpoint(byte[] bytes) {
        io.gatecast.schema.SeriesState record = record(bytes);
        if (!record.getModelId().equals(modelId)) {
            throw new StateFormatException(
                    "saved state belongs to model " + record.getModelId() + ", running is " + modelId);
        }
        SeriesState state = forecaster.initialState();
        restore(record, state);
        return new Checkpoint(state, record.getSequence());
    }

    /**
     * Makes a checkpoint of this codec's model from one of another model, by {@linkplain Forecaster#warmed warming up} on its
     * latest values.
     *
     * @param bytes a saved state of this or another model
     * @param event an observation of the same series, whose static columns hold for all of them
     * @return a state of this model at the same place among the observations
     * @throws StateFormatException if the bytes are damaged or their series has another number of columns than the model
     */
    public Checkpoint translate(byte[] bytes, Observation event) {
        io.gatecast.schema.SeriesState record = record(bytes);
        RecentValues recent = RecentValues.of(record);
        if (recent.columns() != forecaster.model().spec().columns().size()) {
            throw new StateFormatException("saved state: expected "
                    + forecaster.model().spec().columns().size() + " columns, found " + recent.columns());
        }
        SeriesState warmed = forecaster.warmed(recent, event);
        warmed.warmedUpAfter = record.getSequence();
        return new Checkpoint(warmed, record.getSequence());
    }

    private io.gatecast.schema.SeriesState record(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) { // Avro meets damaged bytes with any unchecked exception
            throw new StateFormatException("cannot read a saved state of " + bytes.length + " bytes: " + e, e);
        }
    }

    private void restore(io.gatecast.schema.SeriesState record, SeriesState state) {
        ModelSpec spec = forecaster.model().spec();
        int columns = state.view.length;
        state.steps = record.getSteps();
        state.clockMs = record.getClockMs();
        state.warmedUpAfter = record.getWarmedUpAfter();
        state.interval.restore(record.getStepMs(), record.getStepVotes());
        expectSize("anchors", columns, record.getAnchors().size());
        expectSize("scale bytes", 2 * columns * Double.BYTES, record.getScale().remaining());
        int seen = ringRows(record, columns, spec);
        restoreUnobserved(record.getUnobserved(), state.unobserved);
        restorePriors(record.getPriors(), state.priors);
        ByteBuffer ring = record.getRing().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer scale = record.getScale().order(ByteOrder.LITTLE_ENDIAN);
        for (int c = 0; c < columns; c++) {
            state.anchor[c] = record.getAnchors().get(c);
            ColumnView view = state.view[c];
            for (int i = 0; i < seen; i++) {
                view.window().push(ring.getFloat());
            }
            RunningScale running = state.scale[c];
            running.restore(scale.getDouble(), scale.getDouble(), state.steps, state.prior(c, spec));
        }
        read("hidden", record.getHidden(), state.hidden);
        read("pending", record.getPending(), parts(state, CalibrationState::pending));
        read("calibration", record.getCalibration(), parts(state, CalibrationState::theta));
        if (record.getRegimes().hasRemaining()) { // an older state has none
            read("regimes", record.getRegimes(), parts(state, CalibrationState::regimes));
        }
        restoreExperts(record.getExperts(), state.view[0].experts());
        restoreLedger(record.getLedger(), state);
        if (state.detector != null) {
            ByteBuffer bytes = record.getDetector().order(ByteOrder.LITTLE_ENDIAN);
            if (!state.detector.read(bytes, state.steps)) {
                state.detector = forecaster.initialState().detector;
            }
        }
    }

    /** A detector may have needed more values than there are needed now, or may need more than were kept; it then starts anew. */
    private static int ringRows(io.gatecast.schema.SeriesState record, int columns, ModelSpec spec) {
        int bytes = record.getRing().remaining();
        int least = (int) Math.min(record.getSteps(), spec.ringLength());
        int rows = bytes / (columns * Float.BYTES);
        if (rows < least || rows > record.getSteps()) {
            rows = least;
        }
        expectSize("ring bytes", columns * rows * Float.BYTES, bytes);
        return rows;
    }

    private static float[][] parts(SeriesState state, Function<CalibrationState, float[]> part) {
        return Stream.of(state.calibration).map(part).toArray(float[][]::new);
    }

    private static ByteBuffer detector(SeriesState state) {
        if (state.detector == null) {
            return buffer(0);
        }
        ByteBuffer bytes = buffer(state.detector.size());
        state.detector.write(bytes);
        return bytes.flip();
    }

    private static ByteBuffer ledger(SeriesState state) {
        ByteBuffer bytes = buffer(state.ledger.length * state.ledger[0].size());
        for (LedgerState ledger : state.ledger) {
            ledger.write(bytes);
        }
        return bytes.flip();
    }

    /** A state without a ledger, or with a damaged one or that of another layout, begins one. */
    private void restoreLedger(ByteBuffer bytes, SeriesState state) {
        boolean same = bytes.remaining() == state.ledger.length * state.ledger[0].size();
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (LedgerState ledger : state.ledger) {
            if (same) {
                ledger.read(bytes);
            }
            if (!same || !forecaster.isSound(ledger, state.steps)) {
                ledger.begin(state.steps);
            }
        }
    }

    private static ByteBuffer experts(SeriesState state) {
        ExpertState experts = state.view[0].experts();
        if (experts == null) {
            return buffer(0);
        }
        ByteBuffer bytes = buffer(experts.size());
        experts.write(bytes);
        return bytes.flip();
    }

    private static void restoreExperts(ByteBuffer bytes, ExpertState experts) {
        expectSize("experts bytes", experts == null ? 0 : experts.size(), bytes.remaining());
        if (experts != null) {
            experts.read(bytes.order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static List<Integer> unobserved(SeriesState state) {
        List<Integer> counts = Arrays.stream(state.unobserved).boxed().toList();
        return counts.stream().allMatch(count -> count == 0) ? List.of() : counts;
    }

    private static void restoreUnobserved(List<Integer> counts, int[] into) {
        if (!counts.isEmpty()) {
            expectSize("unobserved", into.length, counts.size());
            Arrays.setAll(into, counts::get);
        }
    }

    private static List<Double> priors(SeriesState state) {
        List<Double> priors = Arrays.stream(state.priors).boxed().toList();
        return priors.stream().allMatch(prior -> prior == 0) ? List.of() : priors;
    }

    private static void restorePriors(List<Double> priors, double[] into) {
        if (!priors.isEmpty()) {
            expectSize("priors", into.length, priors.size());
            Arrays.setAll(into, priors::get);
        }
    }

    private static void read(String what, ByteBuffer bytes, float[]... into) {
        int expected = 0;
        for (float[] part : into) {
            expected += part.length * Float.BYTES;
        }
        expectSize(what + " bytes", expected, bytes.remaining());
        ByteBuffer source = bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (float[] part : into) {
            for (int i = 0; i < part.length; i++) {
                part[i] = source.getFloat();
            }
        }
    }

    private static void expectSize(String what, int expected, int found) {
        if (expected != found) {
            throw new StateFormatException("saved state: expected " + expected + " " + what + ", found " + found);
        }
    }

    private static ByteBuffer floats(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        ByteBuffer buffer = buffer(length * Float.BYTES);
        for (float[] part : parts) {
            buffer.asFloatBuffer().put(part);
            buffer.position(buffer.position() + part.length * Float.BYTES);
        }
        return buffer.flip();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
