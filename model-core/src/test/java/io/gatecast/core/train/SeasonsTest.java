package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seasons the trainer finds where the user names none. */
class SeasonsTest {
    private static final long HOUR = 3_600_000L;
    private static final int[] WEEK = {30, 28, 27, 29, 33, 12, 10};

    private interface Values {
        double at(int row, Random random);
    }

    private static List<Integer> seasons(int count, int rows, long stepMs, long seed, Values values) {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            Random random = new Random(seed * 1_000 + s);
            long[] times = new long[rows];
            double[][] data = new double[1][rows];
            for (int row = 0; row < rows; row++) {
                times[row] = row * stepMs;
                data[0][row] = values.at(row, random);
            }
            series.add(new TrainingSeries("s" + s, times, data, List.of("value")));
        }
        TrainingOptions options =
                TrainingOptions.builder(3).scaleWindow(48).seasonalRepeats(2).build();
        int[] validationStarts = ValidationSplit.starts(series, 3);
        return new SpecFinder(options, series, validationStarts, new Settings(TrainingProgress.SILENT))
                .find()
                .seasons();
    }

    private static double daily(int row) {
        return 10 * Math.sin(2 * Math.PI * row / 24) + 4 * Math.sin(4 * Math.PI * row / 24 + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindADay(long seed) {
        assertThat(seasons(2, 24 * 40, HOUR, seed, (row, random) -> daily(row) + 2 * random.nextGaussian()))
                .as("seed %d", seed)
                .containsExactly(24);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindADayAndAWeek(long seed) {
        assertThat(seasons(
                        2,
                        168 * 8,
                        HOUR,
                        seed,
                        (row, random) -> daily(row) * (row / 24 % 7 >= 5 ? 0.4 : 1)
                                - (row / 24 % 7 >= 5 ? 6 : 0)
                                + random.nextGaussian()))
                .as("seed %d", seed)
                .containsExactly(24, 168);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindAWeekOfDays(long seed) {
        assertThat(seasons(3, 400, 24 * HOUR, seed, (row, random) -> WEEK[row % 7] + 3 * random.nextGaussian()))
                .as("seed %d", seed)
                .containsExactly(7);
    }

    @Test
    void shouldFindNoSeasonInWhiteNoise() {
        List<String> found = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            List<Integer> seasons = seasons(1, 600, HOUR, seed, (row, random) -> 5 * random.nextGaussian());
            if (!seasons.isEmpty()) {
                found.add("seed " + seed + ": " + seasons);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindNoSeasonInManyRandomWalks() {
        for (long seed = 1; seed <= 8; seed++) {
            assertThat(randomWalks(10, seed)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void shouldSeldomFindASeasonInASingleRandomWalk() {
        List<String> found = new ArrayList<>();
        for (long seed = 1; seed <= 40; seed++) {
            List<Integer> seasons = randomWalks(1, seed);
            if (!seasons.isEmpty()) {
                found.add("seed " + seed + ": " + seasons);
            }
        }
        // Over its few rows a single walk may well look periodic.
        assertThat(found).hasSizeLessThanOrEqualTo(6);
    }

    private static List<Integer> randomWalks(int count, long seed) {
        double[] last = {0};
        return seasons(count, 1_000, HOUR, seed, (row, random) -> {
            last[0] = row == 0 ? 0 : last[0] + random.nextGaussian();
            return last[0];
        });
    }

    @Test
    void shouldFindNoSeasonInAConstantOrEmptyOrShortSeries() {
        assertThat(seasons(1, 500, HOUR, 1, (row, random) -> 3)).isEmpty();
        assertThat(seasons(1, 0, HOUR, 1, (row, random) -> 3)).isEmpty();
        assertThat(seasons(1, 4, HOUR, 1, (row, random) -> row)).isEmpty();
        assertThat(seasons(1, 500, HOUR, 1, (row, random) -> Double.NaN)).isEmpty();
        assertThat(seasons(1, 500, HOUR, 1, (row, random) -> row)).isEmpty();
    }

    @Test
    void shouldFindASeasonDespiteMissingValuesAndATrend() {
        assertThat(seasons(
                        1,
                        1_200,
                        HOUR,
                        5,
                        (row, random) ->
                                random.nextInt(10) == 0 ? Double.NaN : daily(row) + 0.05 * row + random.nextGaussian()))
                .containsExactly(24);
    }
}
