package io.gatecast.streams.decode;

import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.NANO_OF_SECOND;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads event times in the configured format. Times without a zone are UTC. */
final class EventTime {
    /** Last millisecond of the year 9999; a later time is a time in another unit. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,19}(\\.\\d+)?");

    /** A date, or a date and a time with T or a blank between, with or without seconds, fraction and zone. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[['T'][' ']HH:mm[:ss]")
            .appendFraction(NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]]")
            .parseDefaulting(HOUR_OF_DAY, 0)
            .parseDefaulting(MINUTE_OF_HOUR, 0)
            .parseDefaulting(SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ROOT);

    private enum Unit {
        SECONDS,
        MILLISECONDS,
        MICROSECONDS
    }

    private final boolean auto;
    private final Unit unit;
    private final DateTimeFormatter pattern;

    EventTime(String format) {
        auto = format.equals("auto");
        unit = switch (format) {
            case "epoch-s" -> Unit.SECONDS;
            case "epoch-us" -> Unit.MICROSECONDS;
            default -> Unit.MILLISECONDS;
        };
        pattern = switch (format) {
            case "auto", "iso-8601", "epoch-ms", "epoch-s", "epoch-us" -> ISO;
            default -> DateTimeFormatter.ofPattern(format, Locale.ROOT);
        };
    }

    /** Whether the field's own type, where it has one, says how the time is written. */
    boolean isAuto() {
        return auto;
    }

    long ofNumber(double number, String field) throws BadRecordException {
        double timestampMs = switch (unit) {
            case SECONDS -> Math.rint(number * 1000);
            case MILLISECONDS -> Math.floor(number);
            case MICROSECONDS -> Math.floor(number / 1000);
        };
        return checked(timestampMs, field);
    }

    long ofText(String text, String field) throws BadRecordException {
        String trimmed = text.trim();
        if (trimmed.isEmpty()) {
            throw missing(field);
        }
        if (pattern == ISO && NUMBER.matcher(trimmed).matches()) {
            return ofNumber(Double.parseDouble(trimmed), field);
        }
        try {
            return checked(
                    instant(pattern.parseBest(trimmed, ZonedDateTime::from, LocalDateTime::from, LocalDate::from))
                            .toEpochMilli(),
                    field);
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRecordException(
                    Reason.UNREADABLE_TIMESTAMP,
                    "field " + field + ": cannot read the event time " + BadRecordException.quote(text));
        }
    }

    private static Instant instant(TemporalAccessor time) {
        if (time instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (time instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        return LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    static BadRecordException missing(String field) {
        return new BadRecordException(Reason.MISSING_TIMESTAMP, "field " + field + ": the event time is missing");
    }

    static long checked(double timestampMs, String field) throws BadRecordException {
        if (timestampMs < 0) {
            throw new BadRecordException(
                    Reason.NEGATIVE_TIMESTAMP,
                    "field " + field + ": the event time must not be before 1970, was " + timestampMs + " ms");
        }
        if (!(timestampMs <= LATEST_MS)) {
            throw new BadRecordException(
                    Reason.UNREADABLE_TIMESTAMP,
                    "field " + field + ": the event time must not be after the year 9999, was " + timestampMs
                            + " ms; is it in another unit?");
        }
        return (long) timestampMs;
    }
}
