package io.gatecast.streams.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.core.spec.ColumnRoles;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {
    private static final long NOON_MS = 1_709_294_400_000L;

    @ParameterizedTest
    @CsvSource({
        "auto, 2024-03-01T12:00:00Z",
        "auto, 2024-03-01T13:00:00.000+01:00",
        "auto, 2024-03-01 12:00:00",
        "auto, 2024-03-01 12:00",
        "auto, 1709294400000",
        "iso-8601, 2024-03-01T12:00:00Z",
        "epoch-s, 1709294400",
        "epoch-us, 1709294400000000",
        "dd.MM.yyyy HH:mm, 01.03.2024 12:00",
        "yyyy-MM-dd HH:mm XXX, 2024-03-01 14:00 +02:00"
    })
    void shouldReadText(String format, String text) throws BadRecordException {
        assertThat(new EventTime(format).ofText(text, "at")).isEqualTo(NOON_MS);
    }

    @ParameterizedTest
    @CsvSource({"epoch-ms, 1709294400000", "epoch-s, 1709294400", "epoch-us, 1709294400000999"})
    void shouldReadNumbers(String format, double number) throws BadRecordException {
        assertThat(new EventTime(format).ofNumber(number, "at")).isEqualTo(NOON_MS);
    }

    @Test
    void shouldReadFractionsOfSeconds() throws BadRecordException {
        assertThat(new EventTime("epoch-s").ofNumber(1709294400.123, "at")).isEqualTo(NOON_MS + 123);
    }

    @Test
    void shouldReadDateAsItsBeginningInUtc() throws BadRecordException {
        assertThat(new EventTime("auto").ofText("1970-01-02", "at")).isEqualTo(86_400_000);
    }

    @Test
    void shouldSuspectAnotherUnitBeyondTheYear9999() {
        assertThatThrownBy(() -> new EventTime("auto").ofNumber(1.709e15, "at"))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field at")
                .hasMessageContaining("is it in another unit?");
    }

    @Test
    void shouldPreferFieldToRecordTimestamp() {
        assertThat(extractor().extract(record(eventAt(OptionalLong.of(5)), 7), 9))
                .isEqualTo(5);
    }

    @Test
    void shouldTakeRecordTimestampWithoutField() {
        assertThat(extractor().extract(record(eventAt(OptionalLong.empty()), 7), 9))
                .isEqualTo(7);
    }

    @Test
    void shouldNeverReturnNegativeTimestampButHaveItRejected() {
        ConsumerRecord<Object, Object> record = record(eventAt(OptionalLong.empty()), -1);

        assertThat(extractor().extract(record, 9)).isEqualTo(9);
        assertThat(extractor().extract(record, -1)).isZero();
        assertThat(EventTimeExtractor.unusable(record.headers()))
                .contains(new Rejected(Reason.NEGATIVE_TIMESTAMP, "the event time must not be before 1970, was -1 ms"));
    }

    @Test
    void shouldHaveTimeRejectedThatIsTooFarAheadOfItsRecord() {
        ConsumerRecord<Object, Object> inTime = record(eventAt(OptionalLong.of(NOON_MS + 1000)), NOON_MS);
        ConsumerRecord<Object, Object> ahead = record(eventAt(OptionalLong.of(NOON_MS + 1001)), NOON_MS);

        assertThat(extractor().extract(inTime, 9)).isEqualTo(NOON_MS + 1000);
        assertThat(extractor().extract(ahead, 9)).isEqualTo(9);
        assertThat(EventTimeExtractor.unusable(inTime.headers())).isEmpty();
        assertThat(EventTimeExtractor.unusable(ahead.headers()))
                .map(Rejected::reason)
                .contains(Reason.FUTURE_TIMESTAMP);
    }

    private static EventTimeExtractor extractor() {
        return new EventTimeExtractor(Optional.of(Duration.ofSeconds(1)));
    }

    private static Event eventAt(OptionalLong timestampMs) {
        return new Event(Optional.empty(), timestampMs, new double[] {1}, new Covariates(ColumnRoles.ONE_TARGET, 1));
    }

    private static ConsumerRecord<Object, Object> record(Event event, long timestampMs) {
        return new ConsumerRecord<>(
                "in",
                0,
                0,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                new InputValue(new byte[0], event),
                new RecordHeaders(),
                Optional.empty());
    }
}
