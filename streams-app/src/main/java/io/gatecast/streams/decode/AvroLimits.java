package io.gatecast.streams.decode;

import java.util.Map;
import org.apache.avro.SystemLimitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits of what Avro reads. It reserves memory for as many bytes or elements as the input claims to have, before it looks
 * for them: without limits, five damaged bytes are answered with two thousand million elements and the end of the JVM.
 */
public final class AvroLimits {
    private static final Logger LOG = LoggerFactory.getLogger(AvroLimits.class);

    /** The names are constants, which the compiler copies: this does not load Avro. */
    private static final Map<String, Integer> LIMITS = Map.of(
            SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, 1_000_000,
            SystemLimitException.MAX_STRING_LENGTH_PROPERTY, 16 << 20,
            SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, 64 << 20);

    private AvroLimits() {}

    /** Sets those limits that nobody has set; Avro looks at them once, so this has to come first in a program. */
    public static void set() {
        LIMITS.forEach((property, limit) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, limit.toString());
            }
        });
    }

    /** Warns if the limits came too late. */
    static void check() {
        try {
            SystemLimitException.checkMaxCollectionLength(0, Integer.MAX_VALUE - 100);
        } catch (RuntimeException limited) {
            return;
        }
        LOG.warn(
                "Avro reads without limits, so damaged records may exhaust the memory; start the JVM with -D{}={}",
                SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY,
                LIMITS.get(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY));
    }
}
