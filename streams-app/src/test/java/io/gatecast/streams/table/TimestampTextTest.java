package io.gatecast.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2014-07-01T00:30:00Z",
                "2014-07-01T00:30:00",
                "2014-07-01T00:30",
                "2014-07-01 00:30:00",
                "2014-07-01 00:30",
                " 2014-07-01 00:30:00 ",
                "2014-07-01T00:30:00.000Z",
                "2014-07-01T02:30:00+02:00",
                "2014-07-01T02:30:00+0200",
                "2014-07-01 02:30:00+02",
                "1404174600",
                "1404174600000"
            })
    void shouldReadTheSameMomentInEveryNotation(String text) {
        assertThat(TimestampText.parse(text)).isEqualTo(1_404_174_600_000L);
    }

    @Test
    void shouldReadDateAsMidnightInUtc() {
        assertThat(TimestampText.parse("2014-07-01")).isEqualTo(1_404_172_800_000L);
    }

    @Test
    void shouldKeepMilliseconds() {
        assertThat(TimestampText.parse("2014-07-01T00:30:00.123Z")).isEqualTo(1_404_174_600_123L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "20140701", "2014-13-01", "2014-02-30", "1.5e9", "01/07/2014"})
    void shouldRefuseWhatIsInNoNotation(String text) {
        assertThatThrownBy(() -> TimestampText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be ISO-8601")
                .hasMessageEndingWith("was '" + text + "'");
    }

    @Test
    void shouldRefuseTimeBefore1970() {
        assertThatThrownBy(() -> TimestampText.parse("1969-12-31 23:59:59"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must not be before 1970, was '1969-12-31 23:59:59'");
    }

    @ParameterizedTest
    @CsvSource({"1404174600000,2014-07-01T00:30:00Z", "1404174600123,2014-07-01T00:30:00.123Z"})
    void shouldWriteIso8601InUtc(long timestampMs, String text) {
        assertThat(TimestampText.format(timestampMs)).isEqualTo(text);
    }
}
