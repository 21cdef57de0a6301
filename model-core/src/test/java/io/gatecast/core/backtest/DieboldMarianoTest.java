package io.gatecast.core.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DieboldMarianoTest {
    private static final double[] DIFFERENCES = {
        0.3, -0.1, 0.5, 0.2, 0.4, -0.2, 0.1, 0.6, 0.0, 0.35, 0.25, -0.15, 0.45, 0.05, 0.3, 0.1
    };

    // Expected values of an implementation in NumPy and SciPy.
    @Test
    void shouldAgreeWithIndependentComputation() {
        DieboldMariano oneStep = DieboldMariano.of(DIFFERENCES, 0).orElseThrow();
        DieboldMariano threeSteps = DieboldMariano.of(DIFFERENCES, 2).orElseThrow();

        assertThat(oneStep.difference()).isCloseTo(0.196875, within(1e-12));
        assertThat(oneStep.statistic()).isCloseTo(3.3036102241775676, within(1e-12));
        assertThat(oneStep.pValue()).isCloseTo(0.00482307077623733, within(1e-12));
        assertThat(threeSteps.statistic()).isCloseTo(5.33958148241279, within(1e-12));
        assertThat(threeSteps.pValue()).isCloseTo(8.260560659082252e-05, within(1e-15));
    }

    @Test
    void shouldExchangeTheTwo() {
        DieboldMariano test = DieboldMariano.of(DIFFERENCES, 2).orElseThrow();

        assertThat(test.reversed().difference()).isEqualTo(-test.difference());
        assertThat(test.reversed().pValue()).isEqualTo(test.pValue());
    }

    @Test
    void shouldSayNothingOfTooFewOriginsOrEqualForecasts() {
        assertThat(DieboldMariano.of(DIFFERENCES, 8)).isEmpty();
        assertThat(DieboldMariano.of(new double[] {0, 0, 0, 0}, 0)).isEmpty();
        assertThat(DieboldMariano.of(new double[0], 0)).isEmpty();
    }

    @Test
    void shouldAgreeWithSciPyOnStudentsDistribution() {
        assertThat(StudentT.twoSided(0, 5)).isEqualTo(1);
        assertThat(StudentT.twoSided(1, 1)).isCloseTo(0.5, within(1e-14));
        assertThat(StudentT.twoSided(2.5, 10)).isCloseTo(0.03144684423660882, within(1e-14));
        assertThat(StudentT.twoSided(0.3, 200)).isCloseTo(0.764488730189328, within(1e-13));
        assertThat(StudentT.twoSided(8, 8191)).isCloseTo(1.4144187792566505e-15, within(1e-25));
        assertThat(StudentT.twoSided(-40, 3)).isCloseTo(3.4380680789158506e-05, within(1e-16));
    }

    @Test
    void shouldTakeOverlapFromTheTimesOfForecasts() {
        LossTimeline timeline = new LossTimeline(2, 1000);
        for (int i = 0; i < DIFFERENCES.length; i++) {
            timeline.add(i * 3_600_000L, 3 * 3_600_000L, new double[] {1 + DIFFERENCES[i], 1}, new double[2]);
        }

        DieboldMariano test = timeline.test(0, 1, Loss.ABSOLUTE).orElseThrow();

        assertThat(test.lags()).isEqualTo(2);
        assertThat(test.statistic()).isCloseTo(5.33958148241279, within(1e-9));
        assertThat(timeline.test(0, 1, Loss.PINBALL)).isEmpty();
    }

    @Test
    void shouldAverageSeriesOfTheSameTimeAndKeepABoundedNumberOfTimes() {
        LossTimeline timeline = new LossTimeline(2, 64);
        for (int i = 0; i < 10_000; i++) {
            double difference = 0.25 + 0.1 * (i % 7 - 3);
            timeline.add(i * 60_000L, 120_000L, new double[] {difference, 0}, new double[2]);
            timeline.add(i * 60_000L, 120_000L, new double[] {0, difference}, new double[2]);
            assertThat(timeline.blocks()).isLessThanOrEqualTo(64);
        }

        assertThat(timeline.test(0, 1, Loss.ABSOLUTE)
                        .map(DieboldMariano::difference)
                        .orElse(0.0))
                .isCloseTo(0, within(1e-12));
        assertThat(timeline.blocks()).isGreaterThan(16);
    }
}
