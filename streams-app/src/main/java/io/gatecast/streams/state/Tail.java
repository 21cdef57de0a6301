package io.gatecast.streams.state;

import io.gatecast.core.Observation;
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

    private final int columns;
    private long base;
    private ByteBuffer entries;

    /** A tail with no observations after the checkpoint of the given sequence number. */
    Tail(long base, int columns) {
        this(base, columns, allocate(FIRST_ENTRIES * entryLength(columns)));
    }

    private Tail(long base, int columns, ByteBuffer entries) {
        this.base = base;
        this.columns = columns;
        this.entries = entries;
    }

    /**
     * Reads a tail.
     *
     * @throws DamagedStateException if the bytes are no tail, or one of another number of columns
     */
    static Tail decode(byte[] bytes, int columns) throws DamagedStateException {
        SeriesTail read;
        try {
            read = DECODER.decode(bytes);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new DamagedStateException("cannot read the tail of " + bytes.length + " bytes: " + e);
        }
        ByteBuffer data = read.getEntries();
        if (read.getColumns() != columns || data.remaining() % entryLength(columns) != 0 || read.getBase() < 0) {
            throw new DamagedStateException("the tail must have entries of " + columns + " columns, has "
                    + data.remaining() + " bytes of " + read.getColumns() + " columns after " + read.getBase());
        }
        return new Tail(read.getBase(), columns, allocate(data.remaining()).put(data));
    }

    byte[] encode() throws IOException {
        ByteBuffer written = entries.duplicate().flip();
        ByteBuffer bytes = ENCODER.encode(new SeriesTail(base, columns, written));
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
        return entries.position() / entryLength(columns);
    }

    void add(Observation observation) {
        int needed = entryLength(columns);
        if (entries.remaining() < needed) {
            entries = allocate(Math.max(2 * entries.capacity(), FIRST_ENTRIES * needed))
                    .put(entries.flip());
        }
        entries.putLong(observation.timestampMs());
        for (int c = 0; c < columns; c++) {
            entries.putDouble(observation.value(c));
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
        double[] values = new double[columns];
        for (long i = Math.max(0, sequence - base); i < length(); i++) {
            int at = (int) i * entryLength(columns);
            long timestampMs = entries.getLong(at);
            for (int c = 0; c < columns; c++) {
                values[c] = entries.getDouble(at + Long.BYTES + c * Double.BYTES);
            }
            unseen.add(observation(timestampMs, values));
        }
        return unseen;
    }

    private static Observation observation(long timestampMs, double[] values) throws DamagedStateException {
        try {
            return new Observation(timestampMs, values);
        } catch (IllegalArgumentException e) {
            throw new DamagedStateException("the tail has an impossible observation: " + e.getMessage());
        }
    }

    private static int entryLength(int columns) {
        return Long.BYTES + columns * Double.BYTES;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
