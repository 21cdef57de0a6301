package io.gatecast.streams.state;

import io.gatecast.core.Observation;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.SeriesTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** The observations of one series since its checkpoint, growing by one per event. */
final class Tail {
    private static final BinaryMessageEncoder<SeriesTail> ENCODER = SeriesTail.getEncoder();
    private static final BinaryMessageDecoder<SeriesTail> DECODER = SeriesTail.getDecoder();
    private static final int FIRST_ENTRIES = 8;

    private final ModelSpec model;
    private final int width;
    private long base;
    private ByteBuffer entries;

    /** A tail with no observations after the checkpoint of the given sequence number. */
    Tail(long base, ModelSpec model) {
        this(base, model, allocate(FIRST_ENTRIES * entryLength(width(model))));
    }

    private Tail(long base, ModelSpec model, ByteBuffer entries) {
        this.base = base;
        this.model = model;
        this.width = width(model);
        this.entries = entries;
    }

    /** Number of float64 an observation takes: values, known values of now and the steps ahead, codes of static columns. */
    static int width(ModelSpec model) {
        return model.columns().size()
                + model.roles().known().size() * (model.horizon() + 1)
                + model.roles().statics().size();
    }

    /**
     * Reads a tail.
     *
     * @throws DamagedStateException if the bytes are no tail, or one of another number of columns
     */
    static Tail decode(byte[] bytes, ModelSpec model) throws DamagedStateException {
        SeriesTail read;
        try {
            read = DECODER.decode(bytes);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new DamagedStateException("cannot read the tail of " + bytes.length + " bytes: " + e);
        }
        ByteBuffer data = read.getEntries();
        int width = width(model);
        if (read.getColumns() != width || data.remaining() % entryLength(width) != 0 || read.getBase() < 0) {
            throw new DamagedStateException("the tail must have entries of " + width + " columns, has "
                    + data.remaining() + " bytes of " + read.getColumns() + " columns after " + read.getBase());
        }
        return new Tail(read.getBase(), model, allocate(data.remaining()).put(data));
    }

    byte[] encode() throws IOException {
        ByteBuffer written = entries.duplicate().flip();
        ByteBuffer bytes = ENCODER.encode(new SeriesTail(base, width, written));
        return bytes.arrayOffset() == 0 && bytes.remaining() == bytes.array().length
                ? bytes.array()
                : Arrays.copyOfRange(
                        bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.arrayOffset() + bytes.limit());
    }

    /** Sequence number of the checkpoint that the first observation follows. */
    long base() {
        return base;
    }

    /** Number of observations. */
    int length() {
        return entries.position() / entryLength(width);
    }

    /** Event time of the last observation, -1 if there is none. */
    long latestMs() {
        return length() == 0 ? -1 : entries.getLong((length() - 1) * entryLength(width));
    }

    void add(Observation observation) {
        int needed = entryLength(width);
        if (entries.remaining() < needed) {
            entries = allocate(Math.max(2 * entries.capacity(), FIRST_ENTRIES * needed))
                    .put(entries.flip());
        }
        entries.putLong(observation.timestampMs());
        for (int c = 0; c < observation.columns(); c++) {
            entries.putDouble(observation.value(c));
        }
        for (int c = 0; c < observation.knownColumns(); c++) {
            for (int k = 0; k <= model.horizon(); k++) {
                entries.putDouble(observation.known(c, k));
            }
        }
        for (int c = 0; c < observation.staticColumns(); c++) {
            entries.putDouble(observation.staticCode(c));
        }
    }

    /** Forgets all observations: there is a new checkpoint. */
    void restart(long newBase) {
        base = newBase;
        entries.clear();
    }

    /** The observations that a state of the given sequence number has not seen, oldest first. */
    List<Observation> after(long sequence) throws DamagedStateException {
        List<Observation> unseen = new ArrayList<>();
        ByteBuffer written = entries.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
        for (long i = Math.max(0, sequence - base); i < length(); i++) {
            written.position((int) i * entryLength(width));
            unseen.add(observation(written));
        }
        return unseen;
    }

    private Observation observation(ByteBuffer entry) throws DamagedStateException {
        long timestampMs = entry.getLong();
        double[] values = doubles(entry, model.columns().size());
        double[][] known = new double[model.roles().known().size()][];
        for (int c = 0; c < known.length; c++) {
            known[c] = doubles(entry, model.horizon() + 1);
        }
        try {
            return new Observation(
                    timestampMs,
                    values,
                    known,
                    doubles(entry, model.roles().statics().size()));
        } catch (IllegalArgumentException e) {
            throw new DamagedStateException("the tail has an impossible observation: " + e.getMessage());
        }
    }

    private static double[] doubles(ByteBuffer entry, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = entry.getDouble();
        }
        return numbers;
    }

    static int entryLength(int width) {
        return Long.BYTES + width * Double.BYTES;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
