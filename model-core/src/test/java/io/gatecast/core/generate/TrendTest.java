package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrendTest {
    private static final int ROWS = 400;

    @ParameterizedTest
    @EnumSource
    void shouldStartAtZeroAndStayOfModerateSize(Trend trend) {
        for (int seed = 0; seed < 200; seed++) {
            double[] path = trend.path(ROWS, new Randomness(seed));

            assertThat(path).hasSize(ROWS);
            assertThat(path[0]).as("seed %d", seed).isZero();
            assertThat(Arrays.stream(path).map(Math::abs).max().orElseThrow())
                    .as("seed %d", seed)
                    .isBetween(0.02, 8.0);
        }
    }

    @Test
    void shouldGoAtOnePaceIfLinear() {
        double[] pace = PathStatistics.differences(Trend.LINEAR.path(ROWS, new Randomness(2)));

        assertThat(Arrays.stream(pace)).allSatisfy(step -> assertThat(step).isCloseTo(pace[0], within(1e-12)));
    }

    @Test
    void shouldSlowDownIfDampedAndSpeedUpIfExponential() {
        double[] damped = PathStatistics.differences(Trend.DAMPED.path(ROWS, new Randomness(3)));
        double[] growing = PathStatistics.differences(Trend.EXPONENTIAL.path(ROWS, new Randomness(3)));

        for (int row = 1; row < damped.length; row++) {
            assertThat(Math.abs(damped[row])).isLessThan(Math.abs(damped[row - 1]));
            assertThat(growing[row]).isGreaterThan(growing[row - 1]);
        }
    }

    @Test
    void shouldBendAFewTimesIfPiecewise() {
        double bends = 0;
        for (int seed = 0; seed < 300; seed++) {
            double[] pace = PathStatistics.differences(Trend.PIECEWISE.path(ROWS, new Randomness(seed)));
            for (double change : PathStatistics.differences(pace)) {
                bends += Math.abs(change) > 1e-12 ? 1 : 0;
            }
        }

        assertThat(bends / 300).isBetween(2.5, 4.5);
    }
}
