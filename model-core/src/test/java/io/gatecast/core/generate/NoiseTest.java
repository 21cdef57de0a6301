package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseTest {
    private static final int ROWS = 1_000;
    private static final int DRAWS = 300;

    @ParameterizedTest
    @EnumSource
    void shouldMoveAroundZeroAndBeAboutOneInSize(Noise noise) {
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            for (double value : noise.path(ROWS, new Randomness(seed))) {
                assertThat(value).isFinite();
                sum += value;
                squares += value * value;
            }
        }

        assertThat(sum / DRAWS / ROWS).isCloseTo(0, within(0.15));
        assertThat(Math.sqrt(squares / DRAWS / ROWS)).isBetween(0.8, 1.2);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTOREGRESSIVE", "MEAN_REVERTING"})
    void shouldBeAsLargeAtTheBeginningAsAtTheEndIfStationary(Noise noise) {
        double first = 0;
        double last = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            double[] path = noise.path(200, new Randomness(seed));
            first += path[0] * path[0];
            last += path[199] * path[199];
        }

        assertThat(first / 4_000).isCloseTo(1, within(0.1));
        assertThat(last / 4_000).isCloseTo(1, within(0.1));
    }

    @Test
    void shouldHaveNoMemoryIfWhiteAndOneThatFadesIfMeanReverting() {
        assertThat(PathStatistics.autocorrelation(Noise.WHITE.path(20_000, new Randomness(1)), 1))
                .isCloseTo(0, within(0.02));

        double[] wandering = Noise.MEAN_REVERTING.path(20_000, new Randomness(1));
        double near = PathStatistics.autocorrelation(wandering, 1);
        assertThat(near).isGreaterThan(0.8);
        assertThat(PathStatistics.autocorrelation(wandering, 5_000)).isLessThan(near / 2);
    }

    @Test
    void shouldHaveChangesWithoutMemoryIfARandomWalk() {
        double[] walk = Noise.RANDOM_WALK.path(20_000, new Randomness(4));

        assertThat(PathStatistics.autocorrelation(walk, 1)).isGreaterThan(0.99);
        assertThat(PathStatistics.autocorrelation(PathStatistics.differences(walk), 1))
                .isCloseTo(0, within(0.03));
    }

    @Test
    void shouldHaveMoreFarValuesThanNormalNoiseIfHeavyTailed() {
        assertThat(beyondFour(Noise.WHITE)).isLessThan(1e-3);
        assertThat(beyondFour(Noise.HEAVY_TAILED)).isGreaterThan(2e-3);
    }

    private static double beyondFour(Noise noise) {
        double beyond = 0;
        for (int seed = 0; seed < 50; seed++) {
            beyond += Arrays.stream(noise.path(ROWS, new Randomness(seed)))
                    .filter(value -> Math.abs(value) > 4)
                    .count();
        }
        return beyond / 50 / ROWS;
    }

    @Test
    void shouldHaveSizesWithMemoryIfTheVarianceChanges() {
        double memory = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[] path = Noise.CHANGING_VARIANCE.path(ROWS, new Randomness(seed));
            memory += PathStatistics.autocorrelation(
                    Arrays.stream(path).map(Math::abs).toArray(), 2);
        }

        assertThat(memory / 50).isGreaterThan(0.1);
    }
}
