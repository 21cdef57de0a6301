package io.gatecast.streams.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** An end of a range of records. */
public sealed interface Bound {
    /**
     * The same offset in every partition.
     *
     * @param offset offset
     */
    record Offset(long offset) implements Bound {}

    /**
     * An offset in each of some partitions; the others keep all their records.
     *
     * @param byPartition offsets by partition number
     */
    record Offsets(Map<Integer, Long> byPartition) implements Bound {
        public Offsets {
            byPartition = Map.copyOf(byPartition);
        }
    }

    /**
     * In every partition the first record with a timestamp at or after a time.
     *
     * @param ms milliseconds since 1970-01-01T00:00:00Z
     */
    record Time(long ms) implements Bound {}

    /**
     * Reads a bound.
     *
     * @param text an offset such as 1200, offsets such as 0=1200,1=900, or a time such as 2026-03-01T00:00:00Z, in UTC if it
     *     names no zone
     * @return the bound
     * @throws IllegalArgumentException if it is none of them
     */
    static Bound parse(String text) {
        try {
            if (text.matches("\\d+")) {
                return new Offset(Long.parseLong(text));
            }
            if (text.contains("=")) {
                Map<Integer, Long> offsets = new TreeMap<>();
                for (String part : text.split(",")) {
                    String[] pair = part.trim().split("=", 2);
                    offsets.put(Integer.valueOf(pair[0]), Long.valueOf(pair[1]));
                }
                return new Offsets(offsets);
            }
            return new Time(time(text).toEpochMilli());
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "must be an offset such as 1200, one per partition such as 0=1200,1=900, or a"
                            + " time such as 2026-03-01T00:00:00Z, was '" + text + "'");
        }
    }

    private static Instant time(String text) {
        String full = text.length() == "2026-03-01".length() ? text + "T00:00:00" : text;
        boolean hasZone = full.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
        return hasZone
                ? OffsetDateTime.parse(full).toInstant()
                : LocalDateTime.parse(full).toInstant(ZoneOffset.UTC);
    }
}
