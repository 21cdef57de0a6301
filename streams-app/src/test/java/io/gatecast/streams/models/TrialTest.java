package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final List<String> KEYS =
            IntStream.range(0, 2_000).mapToObj(i -> "sensor-" + i).toList();

    private static List<String> included(double share) {
        return KEYS.stream().filter(new Trial(null, share, false)::includes).toList();
    }

    @Test
    void shouldRunOnItsShareOfTheSeries() {
        assertThat(included(0.1).size()).isBetween(160, 240);
        assertThat(included(1)).isEqualTo(KEYS);
    }

    @Test
    void shouldKeepItsSeriesWhenTheShareGrows() {
        assertThat(included(0.3)).containsAll(included(0.1));
    }

    @Test
    void shouldChooseTheSameSeriesInEveryRelease() {
        assertThat(included(0.003)).containsExactly("sensor-1455", "sensor-1621");
    }
}
