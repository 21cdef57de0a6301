package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected numbers are those of R's and SciPy's functions of the same name. */
class SignedRanksTest {
    /** Depression scale factors of nine patients, before less after (Hollander and Wolfe 1973). */
    private static final double[] PATIENTS = {
        1.83 - 0.878,
        0.50 - 0.647,
        1.62 - 0.598,
        2.48 - 2.05,
        1.68 - 1.06,
        1.88 - 1.29,
        1.55 - 1.06,
        3.06 - 3.14,
        1.30 - 1.29
    };

    @Test
    void shouldAgreeWithThePublishedExample() {
        SignedRanks test = SignedRanks.of(PATIENTS);

        assertThat(test.differences()).isEqualTo(9);
        assertThat(test.negativeRanks()).isEqualTo(5);
        assertThat(test.positive()).isEqualTo(0.01953125);
        assertThat(test.negative()).isEqualTo(0.986328125);
    }

    @Test
    void shouldShareRanksOfEqualMagnitudesAndLeaveOutZeros() {
        SignedRanks test = SignedRanks.of(1, 1, 0, -2, 3, 3, 3, -4, 5, 0);

        assertThat(test.differences()).isEqualTo(8);
        assertThat(test.negativeRanks()).isEqualTo(10);
        assertThat(test.negative()).isEqualTo(0.86328125);
        assertThat(test.positive()).isEqualTo(0.15625);
    }

    @Test
    void shouldApproximateTheDistributionOfManyDifferences() {
        double[] distinct = IntStream.range(0, 150)
                .mapToDouble(i -> (i % 3 == 0 ? -1 : 1) * (i + 1))
                .toArray();
        double[] tied = IntStream.range(0, 150)
                .mapToDouble(i -> (i % 3 == 0 ? -1 : 1) * (i / 2 + 1))
                .toArray();

        assertThat(SignedRanks.of(distinct).positive()).isCloseTo(0.0001393812332499836, withinPercentage(0.001));
        assertThat(SignedRanks.of(distinct).negative()).isCloseTo(0.99986, within(1e-5));
        assertThat(SignedRanks.of(tied).positive()).isCloseTo(0.00013934881893204741, withinPercentage(0.001));
    }

    @Test
    void shouldRankManyDifferencesWithoutOverflow() {
        double[] half = IntStream.range(0, 200_000)
                .mapToDouble(i -> (i % 2 == 0 ? -1 : 1) * (i + 1.0))
                .toArray();

        assertThat(SignedRanks.of(half).negative()).isBetween(0.2, 0.8);
    }

    @Test
    void shouldFindNothingWithoutDifferences() {
        assertThat(SignedRanks.of(0, 0)).isEqualTo(new SignedRanks(0, 0, 1, 1));
    }

    @Test
    void shouldKeepSmallTailsExact() {
        assertThat(NormalTail.above(3)).isCloseTo(0.0013498980316300933, withinPercentage(1e-4));
        assertThat(NormalTail.above(6)).isCloseTo(9.865876450376946e-10, withinPercentage(1e-4));
        assertThat(NormalTail.above(-1)).isCloseTo(0.8413447460685429, withinPercentage(1e-4));
    }
}
