package io.gatecast.core.order;

import io.gatecast.core.StateFormatException;
import io.gatecast.schema.SeriesTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.AvroRuntimeException;

/**
 * The times in a saved tail, read without the rest.
 *
 * @param latestMs event time of the latest event, milliseconds since 1970-01-01T00:00:00Z; -1 if there is none
 * @param firstOpenMs event time of the first event that others may still come before; {@link Long#MAX_VALUE} if there is none
 */
public record TailTimes(long latestMs, long firstOpenMs) {
    /**
     * Reads the times.
     *
     * @param bytes a saved tail
     * @return its times
     * @throws StateFormatException if the bytes are no tail
     */
    public static TailTimes of(byte[] bytes) {
        try {
            SeriesTail tail = TailFormat.read(bytes);
            ByteBuffer entries = tail.getEntries().order(ByteOrder.LITTLE_ENDIAN);
            int length = Tail.entryLength(tail.getColumns());
            int from = entries.position();
            int last = entries.limit() - length;
            if (last < from) {
                return new TailTimes(-1, Long.MAX_VALUE);
            }
            int at = from;
            while (at <= last && entries.getLong(at) < tail.getSettledMs()) {
                at += length;
            }
            return new TailTimes(entries.getLong(last), at > last ? Long.MAX_VALUE : entries.getLong(at));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new StateFormatException("cannot read the tail of " + bytes.length + " bytes: " + e, e);
        }
    }
}
