package io.gatecast.core;

import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * The beginning of a saved state, read without the rest: whose it is, and when. Every release writes these fields first.
 *
 * @param modelId id of the model whose state it is
 * @param sequence number of observations of the series accepted before
 * @param steps number of steps taken
 * @param clockMs event time of the latest step, milliseconds since 1970-01-01T00:00:00Z
 */
public record CheckpointHead(String modelId, long sequence, long steps, long clockMs) {
    /** Two bytes that mark Avro's single-object encoding, and eight of the schema's fingerprint. */
    private static final int BEFORE = 10;

    private static final byte[] MARK = {(byte) 0xC3, 1};

    /**
     * Reads the beginning.
     *
     * @param bytes a saved state
     * @return its beginning
     * @throws StateFormatException if the bytes are no state
     */
    public static CheckpointHead of(byte[] bytes) {
        if (bytes.length < BEFORE || bytes[0] != MARK[0] || bytes[1] != MARK[1]) {
            throw new StateFormatException("no saved state in " + bytes.length + " bytes");
        }
        try {
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, BEFORE, bytes.length - BEFORE, null);
            return new CheckpointHead(in.readString(), in.readLong(), in.readLong(), in.readLong());
        } catch (IOException | RuntimeException e) {
            throw new StateFormatException("cannot read a saved state of " + bytes.length + " bytes: " + e, e);
        }
    }
}
