package io.gatecast.streams.process;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Keeps what is written below the largest record that brokers and producers take by default, 1 MiB. An input record may be
 * as large as that already, and what is made of it has something added.
 */
final class SizeLimit {
    /** Leaves some ten KB for headers of our own. */
    static final int LARGEST_COPY = 1_000_000;

    /** Headers beyond this are not passed on to forecasts. */
    static final int LARGEST_HEADERS = 64 << 10;

    private SizeLimit() {}

    /** Whether an input record can be written once more with something added. */
    static boolean allowsCopy(byte[] key, byte[] value, Headers headers) {
        return (long) length(key) + length(value) + length(headers) <= LARGEST_COPY;
    }

    /** Headers as they are, or none if they are too large to be passed on. */
    static Headers modest(Headers headers) {
        return length(headers) <= LARGEST_HEADERS ? headers : new RecordHeaders();
    }

    static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static int length(Headers headers) {
        int length = 0;
        for (Header header : headers) {
            length += header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return length;
    }
}
