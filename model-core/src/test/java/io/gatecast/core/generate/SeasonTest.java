package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonTest {
    @Test
    void shouldRepeatExactlyWithMeanZeroAndDeviationOne() {
        for (int seed = 0; seed < 100; seed++) {
            Randomness random = new Randomness(seed);
            int period = 2 + seed;
            for (Season season : List.of(
                    Season.harmonics(period, random), Season.weekOfProfiles(4 + seed, seed % 4, seed % 7, random))) {
                double[] path = path(season, 3 * season.period());

                for (int row = season.period(); row < path.length; row++) {
                    assertThat(path[row]).as("seed %d, row %d", seed, row).isEqualTo(path[row - season.period()]);
                }
                assertThat(Paths.mean(path)).isCloseTo(0, within(1e-9));
                assertThat(Paths.deviation(path)).as("seed %d", seed).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void shouldRepeatEveryPeriodOfHarmonicsAndNotHalfway() {
        double halfway = 0;
        for (int seed = 0; seed < 100; seed++) {
            double[] path = path(Season.harmonics(24, new Randomness(seed)), 24 * 50);
            assertThat(PathStatistics.autocorrelation(path, 24)).isCloseTo(0.98, within(1e-3));
            halfway += PathStatistics.autocorrelation(path, 12) / 100;
        }

        assertThat(halfway).isLessThan(-0.2);
    }

    @Test
    void shouldHaveOtherProfilesAtMostWeekendsThanOnWorkingDays() {
        int weekendsApart = 0;
        for (int seed = 0; seed < 200; seed++) {
            // Row 0 is a Wednesday at step 6 of 24.
            Season season = Season.weekOfProfiles(24, 6, 2, new Randomness(seed));
            int thursday = 18;
            double saturday = distance(season, thursday, thursday + 2 * 24);
            double friday = distance(season, thursday, thursday + 24);
            weekendsApart += saturday > 1.5 * friday ? 1 : 0;
        }

        assertThat(weekendsApart).isBetween(100, 190);
    }

    private static double distance(Season season, int from, int to) {
        return IntStream.range(0, 24)
                .mapToDouble(step -> Math.abs(season.at(from + step) - season.at(to + step)))
                .sum();
    }

    @Test
    void shouldFollowTheCalendarWhereTheStepShowsDays() {
        Timeline hourly = new Timeline(0, 3_600_000, 1_000);
        int ofTheCalendar = 0;
        int without = 0;
        for (int seed = 0; seed < 500; seed++) {
            List<Season> seasons = Structure.seasons(hourly, new Randomness(seed));
            assertThat(seasons.size()).isLessThanOrEqualTo(3);
            ofTheCalendar += seasons.stream().anyMatch(s -> s.period() == 24 || s.period() == 168) ? 1 : 0;
            without += seasons.isEmpty() ? 1 : 0;
        }

        assertThat(ofTheCalendar).isGreaterThan(325);
        assertThat(without).isBetween(5, 60);
    }

    @Test
    void shouldDrawPeriodsThatRepeatWithinTheRows() {
        Randomness random = new Randomness(9);
        for (int rows = 4; rows < 900; rows++) {
            assertThat(Periods.draw(rows, random)).isBetween(2, Math.max(2, rows / 2));
        }
    }

    private static double[] path(Season season, int rows) {
        return IntStream.range(0, rows).mapToDouble(season::at).toArray();
    }
}
