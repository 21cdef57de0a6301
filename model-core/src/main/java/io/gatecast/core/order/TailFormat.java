package io.gatecast.core.order;

import io.gatecast.schema.SeriesTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tails as bytes: a {@link SeriesTail} in Avro's single-object encoding. A tail is written with every event, so it is written, and read
 * if this release wrote it, past the generated code, in a fraction of its time and to the same bytes.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">single-object encoding</a>
 */
final class TailFormat {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_VARINT = 10;
    private static final int HEADER_BYTES = 2 + Long.BYTES; // marker and fingerprint of the schema
    private static final byte[] HEADER = header();

    private final byte[] bytes;
    private int at = HEADER_BYTES;

    private TailFormat(byte[] bytes) {
        this.bytes = bytes;
    }

    private static byte[] header() {
        try {
            ByteBuffer encoded = SeriesTail.getEncoder()
                    .encode(SeriesTail.newBuilder().setBase(0).setColumns(0).build());
            byte[] header = new byte[HEADER_BYTES];
            encoded.get(header);
            return header;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a tail.
     *
     * @param entries the events, so many bytes from the first on
     */
    static byte[] write(long base, int columns, byte[] entries, int length, long settledMs, int[] revisions) {
        TailFormat format =
                new TailFormat(new byte[HEADER_BYTES + 5 * LONGEST_VARINT + length + revisions.length * Integer.BYTES]);
        System.arraycopy(HEADER, 0, format.bytes, 0, HEADER_BYTES);
        format.putLong(base);
        format.putLong(columns);
        format.putLong(length);
        System.arraycopy(entries, 0, format.bytes, format.at, length);
        format.at += length;
        format.putLong(settledMs);
        format.putLong((long) revisions.length * Integer.BYTES);
        for (int revision : revisions) {
            INT.set(format.bytes, format.at, revision);
            format.at += Integer.BYTES;
        }
        return Arrays.copyOf(format.bytes, format.at);
    }

    /**
     * Reads a tail. Its byte fields are views of what is read.
     *
     * @throws IOException if another release wrote it, and its schema is unknown
     * @throws org.apache.avro.AvroRuntimeException if it is damaged
     * @throws IndexOutOfBoundsException if it is damaged
     */
    static SeriesTail read(byte[] bytes) throws IOException {
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, HEADER_BYTES), HEADER, 0, HEADER_BYTES)) {
            return SeriesTail.getDecoder().decode(bytes);
        }
        TailFormat format = new TailFormat(bytes);
        long base = format.nextLong();
        int columns = format.nextInt();
        ByteBuffer entries = format.nextBytes();
        long settledMs = format.nextLong();
        return new SeriesTail(base, columns, entries, settledMs, format.nextBytes());
    }

    /** Seven bits per byte, the lowest first; small negative numbers are short as well. */
    private void putLong(long number) {
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    private long nextLong() {
        long bits = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[at++];
            bits |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0 && shift < 7 * LONGEST_VARINT);
        return bits >>> 1 ^ -(bits & 1);
    }

    private int nextInt() {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(nextLong(), Integer.MAX_VALUE));
    }

    private ByteBuffer nextBytes() {
        int length = nextInt();
        ByteBuffer view = ByteBuffer.wrap(bytes, at, length).slice();
        at += length;
        return view;
    }
}
