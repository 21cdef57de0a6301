package io.gatecast.streams.decode;

/** The value of an input record: its bytes and what they turned out to be. */
public final class InputValue {
    private final byte[] bytes;
    private final Decoded decoded;

    InputValue(byte[] bytes, Decoded decoded) {
        this.bytes = bytes;
        this.decoded = decoded;
    }

    /**
     * The value as it came.
     *
     * @return the bytes, not a copy; null, as in Kafka, if the record has no value
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The value as it was read.
     *
     * @return event or rejection
     */
    public Decoded decoded() {
        return decoded;
    }
}
