package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayPaceTest {
    @Test
    void shouldLetAnHourPassInAMinuteAtSixtyfoldSpeed() {
        ReplayPace pace = new ReplayPace(60, 1_000, 500);

        assertThat(pace.waitNanos(1_000, 500)).isZero();
        assertThat(pace.waitNanos(3_601_000, 500)).isEqualTo(60_000_000_000L);
        assertThat(pace.waitNanos(3_601_000, 500 + 59_000_000_000L)).isEqualTo(1_000_000_000L);
        assertThat(pace.waitNanos(0, 500)).as("of an earlier record").isNegative();
        assertThat(ReplayPace.UNLIMITED.waitNanos(Long.MAX_VALUE, 0)).isZero();
    }
}
