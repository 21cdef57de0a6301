package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {
    private static TrainingSeries series(int rows) {
        long[] times = IntStream.range(0, rows).mapToLong(row -> row * 1_000L).toArray();
        return new TrainingSeries("s", times, new double[1][rows], List.of("value"));
    }

    @Test
    void shouldTakeTheLastTenthOfASeries() {
        assertThat(ValidationSplit.starts(List.of(series(1_000)), 24)).containsExactly(900);
    }

    @Test
    void shouldTakeAtLeastAHorizonAndAtMostAQuarter() {
        assertThat(ValidationSplit.starts(List.of(series(200), series(80), series(3), series(0)), 24))
                .containsExactly(176, 60, 3, 0);
    }

    @Test
    void shouldLearnMostOfManySeriesToTheirEnds() {
        int[] starts = ValidationSplit.starts(Collections.nCopies(160, series(100)), 5);

        assertThat(starts).hasSize(160);
        for (int i = 0; i < starts.length; i++) {
            assertThat(starts[i]).as("series %d", i).isEqualTo(i % 8 == 0 ? 90 : 100);
        }
    }

    @Test
    void shouldValidateOnEverySeriesOfFew() {
        assertThat(ValidationSplit.starts(Collections.nCopies(39, series(100)), 5))
                .containsOnly(90);
        assertThat(ValidationSplit.starts(Collections.nCopies(40, series(100)), 5))
                .contains(90, 100);
    }
}
