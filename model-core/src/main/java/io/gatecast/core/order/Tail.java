package io.gatecast.core.order;

import io.gatecast.core.Observation;
import io.gatecast.core.StateFormatException;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.SeriesTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;

/** The events of one series since its checkpoint, in order of time, no two of the same. One owner, one thread. */
public final class Tail {
    private static final int FIRST_ENTRIES = 8;
    private static final int[] NEVER_REVISED = {};

    private final ModelSpec model;
    private final int width;
    private final int entryLength;
    private long base;
    private ByteBuffer entries;
    private int[] revisions = NEVER_REVISED; // of the first entries; those beyond were never revised

    /**
     * A tail with no events after a checkpoint.
     *
     * @param base sequence of the checkpoint
     * @param model settings of the model whose columns the events have
     */
    public Tail(long base, ModelSpec model) {
        this(base, model, allocate(FIRST_ENTRIES * entryLength(width(model))));
    }

    private Tail(long base, ModelSpec model, ByteBuffer entries) {
        this.base = base;
        this.model = model;
        this.width = width(model);
        this.entryLength = entryLength(width);
        this.entries = entries;
    }

    /**
     * Number of float64 that an event takes: values, known values of now and the steps ahead, codes of static columns.
     *
     * @param model settings of the model
     * @return numbers beside the time
     */
    public static int width(ModelSpec model) {
        return model.columns().size()
                + model.roles().known().size() * (model.horizon() + 1)
                + model.roles().statics().size();
    }

    /**
     * Number of bytes that an event takes.
     *
     * @param width number of float64
     * @return bytes, those of the time included
     */
    public static int entryLength(int width) {
        return Long.BYTES + width * Double.BYTES;
    }

    /** What was read: the tail, and the time before which its series accepts nothing any more. */
    record Stored(Tail tail, long settledMs) {}

    /**
     * Reads a tail.
     *
     * @throws StateFormatException if the bytes are no tail, one of another number of columns, or not in order of time
     */
    static Stored decode(byte[] bytes, ModelSpec model) {
        SeriesTail read;
        try {
            read = TailFormat.read(bytes);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new StateFormatException("cannot read the tail of " + bytes.length + " bytes: " + e, e);
        }
        ByteBuffer data = read.getEntries();
        int width = width(model);
        if (read.getColumns() != width || data.remaining() % entryLength(width) != 0 || read.getBase() < 0) {
            throw new StateFormatException("the tail must have entries of " + width + " columns, has "
                    + data.remaining() + " bytes of " + read.getColumns() + " columns after " + read.getBase());
        }
        Tail tail = new Tail(read.getBase(), model, allocate(data.remaining()).put(data));
        for (int i = 1; i < tail.length(); i++) {
            if (tail.timestampMs(i) <= tail.timestampMs(i - 1)) {
                throw new StateFormatException("the tail must be in order of time, event " + i + " is not");
            }
        }
        ByteBuffer revised = read.getRevisions().order(ByteOrder.LITTLE_ENDIAN);
        if (revised.remaining() % Integer.BYTES != 0 || revised.remaining() / Integer.BYTES > tail.length()) {
            throw new StateFormatException(
                    "the tail has " + revised.remaining() + " bytes of revisions of " + tail.length() + " events");
        }
        tail.revisions = new int[revised.remaining() / Integer.BYTES];
        revised.asIntBuffer().get(tail.revisions);
        return new Stored(tail, read.getSettledMs());
    }

    /** The tail as bytes, with the time before which its series accepts nothing any more. */
    byte[] encode(long settledMs) {
        return TailFormat.write(base, width, entries.array(), entries.position(), settledMs, revisions);
    }

    /** Sequence of the checkpoint that the first event follows. */
    long base() {
        return base;
    }

    /**
     * Number of events.
     *
     * @return events
     */
    public int length() {
        return entries.position() / entryLength;
    }

    long timestampMs(int index) {
        return entries.getLong(index * entryLength);
    }

    double value(int index, int column) {
        return entries.getDouble(index * entryLength + Long.BYTES + column * Double.BYTES);
    }

    /** Index of the first event at or after a time; the length if there is none. */
    int from(long timestampMs) {
        int low = 0;
        int high = length();
        if (high == 0 || timestampMs > timestampMs(high - 1)) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestampMs(middle) < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Puts an event between those before and after it in time. */
    void insert(int index, Observation event) {
        if (entries.remaining() < entryLength) {
            entries = allocate(Math.max(2 * entries.capacity(), FIRST_ENTRIES * entryLength))
                    .put(entries.flip());
        }
        int end = entries.position();
        int at = index * entryLength;
        if (at < end) {
            byte[] array = entries.array();
            System.arraycopy(array, at, array, at + entryLength, end - at);
        }
        put(at, event);
        entries.position(end + entryLength);
        if (index < revisions.length) {
            int[] shifted = Arrays.copyOf(revisions, revisions.length + 1);
            System.arraycopy(revisions, index, shifted, index + 1, revisions.length - index);
            shifted[index] = 0;
            revisions = shifted;
        }
    }

    /** Puts an event in the place of another of the same time. */
    void replace(int index, Observation event) {
        int end = entries.position();
        put(index * entryLength, event);
        entries.position(end);
    }

    private void put(int at, Observation event) {
        entries.position(at).putLong(event.timestampMs());
        for (int c = 0; c < event.columns(); c++) {
            entries.putDouble(event.value(c));
        }
        for (int c = 0; c < event.knownColumns(); c++) {
            for (int k = 0; k <= model.horizon(); k++) {
                entries.putDouble(event.known(c, k));
            }
        }
        for (int c = 0; c < event.staticColumns(); c++) {
            entries.putDouble(event.staticCode(c));
        }
    }

    /** Whether an event says the same, to the last bit, as the one in a place. */
    boolean holds(int index, Observation event) {
        Tail other = new Tail(0, model, allocate(entryLength));
        other.insert(0, event);
        return Arrays.equals(
                entries.array(), index * entryLength, (index + 1) * entryLength, other.entries.array(), 0, entryLength);
    }

    /** Forgets the first events: there is a checkpoint that has seen them. */
    void forget(int count) {
        int end = entries.position();
        byte[] array = entries.array();
        System.arraycopy(array, count * entryLength, array, 0, end - count * entryLength);
        entries.position(end - count * entryLength);
        revisions = count < revisions.length ? Arrays.copyOfRange(revisions, count, revisions.length) : NEVER_REVISED;
        base += count;
    }

    /** Counts from a checkpoint of another sequence. */
    void rebase(long newBase) {
        base = newBase;
    }

    /** Number of times the step of an event was taken before. */
    int revision(int index) {
        return index < revisions.length ? revisions[index] : 0;
    }

    /** Counts that the steps of an event and all after it are taken again. */
    void reviseFrom(int index) {
        revisions = Arrays.copyOf(revisions, length());
        for (int i = index; i < revisions.length; i++) {
            revisions[i]++;
        }
    }

    /** The event in a place. */
    Observation get(int index) {
        int at = index * entryLength;
        long timestampMs = entries.getLong(at);
        at += Long.BYTES;
        double[] values = doubles(at, model.columns().size());
        at += values.length * Double.BYTES;
        double[][] known = new double[model.roles().known().size()][];
        for (int c = 0; c < known.length; c++) {
            known[c] = doubles(at, model.horizon() + 1);
            at += known[c].length * Double.BYTES;
        }
        try {
            return new Observation(
                    timestampMs,
                    values,
                    known,
                    doubles(at, model.roles().statics().size()));
        } catch (IllegalArgumentException e) {
            throw new StateFormatException("the tail has an impossible event: " + e.getMessage(), e);
        }
    }

    private double[] doubles(int at, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = entries.getDouble(at + i * Double.BYTES);
        }
        return numbers;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
