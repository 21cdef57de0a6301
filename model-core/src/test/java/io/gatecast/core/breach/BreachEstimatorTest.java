package io.gatecast.core.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.NormalDistribution;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreachEstimatorTest {
    private static final List<Double> LEVELS = List.of(0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975);
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void shouldMultiplyOverStepsWhoseErrorsAreIndependent() {
        BreachEstimator estimator = new BreachEstimator(LEVELS, 4);

        Breach breach = estimator
                .estimate(
                        (level, step) -> NormalDistribution.quantile(LEVELS.get(level)),
                        new Limits(-INFINITY, 1.2816),
                        0)
                .get(0);

        assertThat(breach.side()).isEqualTo(LimitSide.UPPER);
        assertThat(breach.probability()).isCloseTo(1 - Math.pow(0.9, 4), within(1e-4));
        // (1 · .1 + 2 · .09 + 3 · .081 + 4 · .0729) / .3439
        assertThat(breach.expectedStep()).isCloseTo(2.3687, within(1e-3));
    }

    @Test
    void shouldLookForwardBeyondTheOutermostLevelsAsTheNormalDistributionDoes() {
        BreachEstimator estimator = new BreachEstimator(LEVELS, 1);

        Breach breach = estimator
                .estimate((level, step) -> NormalDistribution.quantile(LEVELS.get(level)), new Limits(-3, INFINITY), 0)
                .get(0);

        assertThat(breach.side()).isEqualTo(LimitSide.LOWER);
        assertThat(breach.probability()).isCloseTo(0.00134990, within(1e-7));
        assertThat(breach.expectedStep()).isEqualTo(1);
    }

    @Test
    void shouldFollowSkewedQuantilesOfEachStep() {
        BreachEstimator estimator = new BreachEstimator(LEVELS, 2);
        BreachEstimator.Quantiles exponential = (level, step) -> -Math.log(1 - LEVELS.get(level));

        double probability = estimator
                .estimate(exponential, new Limits(-INFINITY, -Math.log(0.25)), 0)
                .get(0)
                .probability();

        assertThat(probability).isCloseTo(1 - 0.75 * 0.75, within(1e-6));
    }

    @Test
    void shouldSayThatALimitIsCrossedNow() {
        BreachEstimator estimator = new BreachEstimator(LEVELS, 3);

        List<Breach> breaches = estimator.estimate((level, step) -> 50, new Limits(20, 90), 91);

        assertThat(breaches).extracting(Breach::side).containsExactly(LimitSide.LOWER, LimitSide.UPPER);
        assertThat(breaches.get(0).probability()).isLessThan(1e-12);
        assertThat(breaches.get(1)).isEqualTo(new Breach(LimitSide.UPPER, 90, 1, 0));
        assertThat(breaches.get(1).isNow()).isTrue();
    }

    @Test
    void shouldBeSureWhereQuantilesHaveNoWidth() {
        BreachEstimator estimator = new BreachEstimator(LEVELS, 3);

        List<Breach> breaches =
                estimator.estimate((level, step) -> step == 2 ? 100 : 50, new Limits(20, 90), Double.NaN);

        assertThat(breaches.get(0).probability()).isLessThan(1e-12);
        assertThat(breaches.get(1).probability()).isGreaterThan(1 - 1e-9);
        assertThat(breaches.get(1).expectedStep()).isCloseTo(2, within(1e-9));
    }

    @Test
    void shouldExpectNoBreachByValuesThatReachALimitAndStay() {
        BreachEstimator estimator = new BreachEstimator(LEVELS, 3);

        List<Breach> above = estimator.estimate((level, step) -> 100, new Limits(20, 100), 100);
        List<Breach> below = estimator.estimate((level, step) -> 20, new Limits(20, 100), 20);

        assertThat(above).allSatisfy(breach -> assertThat(breach.probability()).isLessThan(1e-12));
        assertThat(below).allSatisfy(breach -> assertThat(breach.probability()).isLessThan(1e-12));
    }

    @Test
    void shouldSayNothingWithoutLimits() {
        assertThat(new BreachEstimator(LEVELS, 3).estimate((level, step) -> 0, Limits.NONE, 1))
                .isEmpty();
        assertThat(Limits.NONE.isNone()).isTrue();
        assertThatThrownBy(() -> new Limits(90, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the lower limit must be below the upper one, was 90.0 and 20.0");
    }

    /** The true quantiles of autoregressions, and how often 20,000 simulated ones cross: never far below, at most 0.06 above. */
    @ParameterizedTest(name = "φ = {0}, limit at {1} deviations")
    @CsvSource({
        "0, 0.5",
        "0, 1.5",
        "0, 2.5",
        "0.5, 1",
        "0.5, 2",
        "0.9, 0.5",
        "0.9, 1",
        "0.9, 1.5",
        "0.9, 2",
        "0.98, 0.5",
        "0.98, 1",
        "0.98, 1.5",
        "1, 0.5",
        "1, 1",
        "1, 2"
    })
    void shouldAgreeWithSimulatedAutoregressions(double phi, double deviations) {
        int horizon = 48;
        int runs = 20_000;
        double[] deviation = new double[horizon];
        double variance = 0;
        for (int step = 0; step < horizon; step++) {
            variance = phi * phi * variance + 1;
            deviation[step] = Math.sqrt(variance);
        }
        double limit = deviations * deviation[horizon - 1];
        Random random = new Random(20260301);
        int crossed = 0;
        double time = 0;
        for (int run = 0; run < runs; run++) {
            double value = 0;
            for (int step = 1; step <= horizon; step++) {
                value = phi * value + random.nextGaussian();
                if (value > limit) {
                    crossed++;
                    time += step;
                    break;
                }
            }
        }

        Breach breach = new BreachEstimator(LEVELS, horizon)
                .estimate(
                        (level, step) -> NormalDistribution.quantile(LEVELS.get(level)) * deviation[step - 1],
                        new Limits(-INFINITY, limit),
                        0)
                .get(0);

        assertThat(breach.probability()).isBetween((double) crossed / runs - 0.015, (double) crossed / runs + 0.06);
        assertThat(breach.expectedStep()).isCloseTo(time / crossed, within(2.5));
    }
}
