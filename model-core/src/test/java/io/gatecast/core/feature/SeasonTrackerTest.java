package io.gatecast.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.scale.Window;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonTrackerTest {
    private static final int RING = 721;

    private interface Values {
        double at(int row);
    }

    private static int[] found(int rows, Values values) {
        Window window = Window.empty(RING);
        int[] seasons = new int[2];
        for (int row = 0; row < rows; row++) {
            window.push((float) values.at(row));
            if (SeasonTracker.isDue(row + 1)) {
                SeasonTracker.look(window, seasons);
            }
        }
        return seasons;
    }

    private static double wave(int row, int period) {
        double angle = 2 * Math.PI * row / period;
        return Math.sin(angle) + 0.5 * Math.cos(2 * angle + 1);
    }

    private static double gaussian(SplittableRandom random) {
        return random.nextGaussian();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 12, 24, 50, 100, 288})
    void shouldFindASeasonUnderNoise(int period) {
        for (long seed = 1; seed <= 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);

            int[] seasons = found(1024, row -> 10 * wave(row, period) + 2 * gaussian(random));

            assertThat(seasons[0]).as("seed %d", seed).isBetween(period - period / 30, period + period / 30);
        }
    }

    @Test
    void shouldFindASeasonOnATrend() {
        assertThat(found(512, row -> 3 * wave(row, 24) + 0.5 * row)[0]).isEqualTo(24);
    }

    @Test
    void shouldFindALongerSeasonBesideAShorterOne() {
        SplittableRandom random = new SplittableRandom(1);

        int[] seasons = found(1024, row -> wave(row, 20) * (row / 20 % 7 < 5 ? 4 : 1) + 0.1 * gaussian(random));

        assertThat(seasons).containsExactly(20, 140);
    }

    @Test
    void shouldFindASeasonAsSoonAsItHasRepeated() {
        assertThat(found(64, row -> wave(row, 24))[0]).isEqualTo(24);
    }

    @Test
    void shouldMoveToAnotherSeason() {
        assertThat(found(2000, row -> row < 1000 ? wave(row, 24) : wave(row, 60))[0])
                .isEqualTo(60);
    }

    @Test
    void shouldFindNoneInNoise() {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int rows : new int[] {128, 512, 1024}) {
                assertThat(found(rows, row -> gaussian(random))[0])
                        .as("seed %d", seed)
                        .isZero();
            }
        }
    }

    @Test
    void shouldFindNoneInMostRandomWalks() {
        int mistaken = 0;
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] walk = new double[1024];
            for (int row = 1; row < walk.length; row++) {
                walk[row] = walk[row - 1] + gaussian(random);
            }
            mistaken += found(walk.length, row -> walk[row])[0] > 0 ? 1 : 0;
        }
        assertThat(mistaken).isLessThanOrEqualTo(4);
    }

    @Test
    void shouldFindNoneInConstantsTrendsAndSteps() {
        assertThat(found(512, row -> 5)).containsExactly(0, 0);
        assertThat(found(512, row -> 5e6 + row)).containsExactly(0, 0);
        assertThat(found(512, row -> row < 300 ? 1 : 2)[0]).isZero();
    }
}
