package io.gatecast.streams.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * The event times understood in tables: ISO-8601 dates with or without time and offset (without = UTC; a blank may
 * stand for the T), and counts of seconds (9 or 10 digits) or milliseconds (12 or 13 digits) since 1970.
 */
public final class TimestampText {
    /** The notations accepted, for messages. */
    static final String NOTATIONS = "ISO-8601, 'yyyy-MM-dd HH:mm[:ss]', 'yyyy-MM-dd', or seconds (9-10 digits) or"
            + " milliseconds (12-13 digits) since 1970";

    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("[' ']['T']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private TimestampText() {}

    /**
     * Reads an event time.
     *
     * @param text what the table holds
     * @return milliseconds since 1970-01-01T00:00:00Z, at least 0
     * @throws IllegalArgumentException if the text is in none of the notations or before 1970
     */
    public static long parse(String text) {
        String trimmed = text.trim();
        long ms = isCount(trimmed) ? fromCount(trimmed) : fromDateTime(trimmed);
        if (ms < 0) {
            throw new IllegalArgumentException("must not be before 1970, was '" + text + "'");
        }
        return ms;
    }

    /**
     * Writes an event time.
     *
     * @param timestampMs milliseconds since 1970-01-01T00:00:00Z
     * @return ISO-8601 in UTC, such as {@code 2014-07-01T00:30:00Z}
     */
    public static String format(long timestampMs) {
        return Instant.ofEpochMilli(timestampMs).toString();
    }

    private static boolean isCount(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    // Eight digits are more likely a date than a second of 1970, so they are refused rather than guessed at.
    private static long fromCount(String digits) {
        return switch (digits.length()) {
            case 9, 10 -> Long.parseLong(digits) * 1000;
            case 12, 13 -> Long.parseLong(digits);
            default -> throw unknownNotation(digits, null);
        };
    }

    private static long fromDateTime(String text) {
        try {
            TemporalAccessor parsed = DATE_TIME.parse(text);
            LocalTime time = parsed.query(TemporalQueries.localTime());
            long offsetSeconds =
                    parsed.isSupported(ChronoField.OFFSET_SECONDS) ? parsed.getLong(ChronoField.OFFSET_SECONDS) : 0;
            Instant utc = LocalDate.from(parsed)
                    .atTime(time == null ? LocalTime.MIDNIGHT : time)
                    .toInstant(ZoneOffset.UTC);
            return Math.subtractExact(utc.toEpochMilli(), offsetSeconds * 1000);
        } catch (DateTimeException | ArithmeticException e) {
            throw unknownNotation(text, e);
        }
    }

    private static IllegalArgumentException unknownNotation(String text, Exception cause) {
        return new IllegalArgumentException("must be " + NOTATIONS + ", was '" + text + "'", cause);
    }
}
