package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    private static final int ROWS = 2_000;
    private static final int DRAWS = 200;

    private static double[] applied(Disturbance disturbance, double[] values, int seed) {
        double[] changed = values.clone();
        disturbance.applyTo(changed, 2, new Randomness(seed));
        return changed;
    }

    private static double[] zeros() {
        return new double[ROWS];
    }

    @Test
    void shouldShiftTheLevelAFewTimesForGood() {
        for (int seed = 0; seed < DRAWS; seed++) {
            double[] shifted = applied(Disturbance.LEVEL_SHIFTS, zeros(), seed);
            long jumps = Arrays.stream(PathStatistics.differences(shifted))
                    .filter(step -> step != 0)
                    .count();

            assertThat(shifted[0]).isZero();
            assertThat(jumps).as("seed %d", seed).isBetween(0L, 4L);
            assertThat(Arrays.stream(PathStatistics.differences(shifted)).filter(step -> step != 0))
                    .as("seed %d", seed)
                    .allSatisfy(step -> assertThat(Math.abs(step)).isGreaterThan(1e-9));
        }
    }

    @Test
    void shouldShiftTheVarianceAndKeepTheSigns() {
        double[] ones = new double[ROWS];
        Arrays.fill(ones, 1);
        for (int seed = 0; seed < DRAWS; seed++) {
            double[] shifted = applied(Disturbance.VARIANCE_SHIFTS, ones, seed);

            assertThat(shifted[0]).isEqualTo(1);
            assertThat(shifted[ROWS - 1]).as("seed %d", seed).isBetween(0.02, 30.0);
        }
    }

    @Test
    void shouldPutSpikesFarOutAndRarely() {
        for (int seed = 0; seed < DRAWS; seed++) {
            double[] spiked = applied(Disturbance.SPIKES, zeros(), seed);
            double[] out = Arrays.stream(spiked).filter(value -> value != 0).toArray();

            assertThat(out.length).as("seed %d", seed).isLessThan(ROWS / 25);
            assertThat(Arrays.stream(out))
                    .allSatisfy(value -> assertThat(Math.abs(value)).isGreaterThanOrEqualTo(6));
        }
    }

    @Test
    void shouldLetBurstsRiseAtOnceAndFadeAway() {
        boolean any = false;
        for (int seed = 0; seed < DRAWS; seed++) {
            for (double step : PathStatistics.differences(applied(Disturbance.BURSTS, zeros(), seed))) {
                any |= step > 3;
                assertThat(step > 3 || step <= 0)
                        .as("seed %d, step %s", seed, step)
                        .isTrue();
            }
        }
        assertThat(any).isTrue();
    }

    @Test
    void shouldRepeatTheLastValueInConstantStretches() {
        double[] rising = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            rising[row] = row;
        }
        int repeats = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            double[] stuck = applied(Disturbance.CONSTANT_STRETCHES, rising, seed);

            int longest = 0;
            for (int row = 1, run = 0; row < ROWS; row++) {
                assertThat(stuck[row]).as("seed %d", seed).isLessThanOrEqualTo(row);
                run = stuck[row] == stuck[row - 1] ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
            assertThat(stuck[0]).isZero();
            repeats += longest >= 4 ? 1 : 0;
        }
        // Some begin with the last row.
        assertThat(repeats).isGreaterThan(DRAWS * 9 / 10);
    }

    @Test
    void shouldLoseUpToATenthOrLittleMoreAndNeverTheFirst() {
        double lost = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            double[] values = applied(Disturbance.MISSING_VALUES, zeros(), seed);
            double share = (double) Arrays.stream(values).filter(Double::isNaN).count() / ROWS;

            assertThat(values[0]).isZero();
            assertThat(share).as("seed %d", seed).isLessThan(0.13);
            lost += share / DRAWS;
        }
        assertThat(lost).isCloseTo(0.025, within(0.01));
    }

    @Test
    void shouldAcceptASeriesOfOneRow() {
        for (Disturbance disturbance : Disturbance.values()) {
            for (int seed = 0; seed < 50; seed++) {
                assertThat(applied(disturbance, new double[1], seed)[0]).isFinite();
            }
        }
    }
}
