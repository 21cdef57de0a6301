package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
    @Test
    void shouldReadOffsets() {
        assertThat(Bound.parse("1200")).isEqualTo(new Bound.Offset(1200));
        assertThat(Bound.parse("0=1200,3=7")).isEqualTo(new Bound.Offsets(Map.of(0, 1200L, 3, 7L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01", "2026-03-01T00:00:00", "2026-03-01T00:00:00Z", "2026-03-01T02:00:00+02:00"})
    void shouldReadTimes(String text) {
        assertThat(Bound.parse(text)).isEqualTo(new Bound.Time(1_772_323_200_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "-5", "0=", "2026-13-01"})
    void shouldRefuseAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bound.parse(text))
                .withMessageContaining("was '" + text + "'");
    }
}
