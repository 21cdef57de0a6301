package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "PT30M,PT30M"})
    void shouldReadShortAndIsoNotation(String text, Duration expected) {
        assertThat(new DurationText().convert(text)).isEqualTo(expected);
    }

    @Test
    void shouldRefuseNumberWithoutUnit() {
        assertThatThrownBy(() -> new DurationText().convert("30"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("must be a time span such as 500ms, 30s, 5m or PT30S, was '30'");
    }
}
