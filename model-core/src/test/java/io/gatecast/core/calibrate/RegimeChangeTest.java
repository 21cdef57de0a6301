package io.gatecast.core.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RegimeChangeTest {
    private static final float[] TAILS = {0.25f, 0.1f, 0.05f, 0.025f};
    private static final RegimeChange ONE_AHEAD = new RegimeChange(TAILS, TAILS, 1);

    /** Number of quantiles beyond, for errors of a normal distribution that is some times as wide as the quantiles say. */
    private static int beyond(Random random, double times) {
        double error = Math.abs(times * random.nextGaussian());
        return error > 1.959964 ? 4 : error > 1.644854 ? 3 : error > 1.281552 ? 2 : error > 0.674490 ? 1 : 0;
    }

    private static int outcomesUntilShift(RegimeChange regime, double times, float expected) {
        Random random = new Random(11);
        float[] sums = new float[RegimeChange.FIELDS];
        for (int n = 1; n <= 10_000; n++) {
            float shift = regime.judge(sums, 0, beyond(random, times));
            if (shift != 0f) {
                assertThat(shift).as("after %d outcomes", n).isEqualTo(expected);
                return n;
            }
        }
        throw new AssertionError("no shift in 10,000 outcomes");
    }

    @Test
    void shouldWidenSoonWhereErrorsHaveBecomeThreefold() {
        assertThat(outcomesUntilShift(ONE_AHEAD, 3, 0.4f)).isLessThan(25);
    }

    @Test
    void shouldNarrowSoonWhereErrorsHaveBecomeAThird() {
        assertThat(outcomesUntilShift(ONE_AHEAD, 1 / 3.0, -0.4f)).isLessThan(40);
    }

    @Test
    void shouldAskForMoreWhereSeveralForecastsWait() {
        RegimeChange farAhead = new RegimeChange(TAILS, TAILS, 8);

        assertThat(outcomesUntilShift(farAhead, 3, 0.4f)).isGreaterThan(2 * outcomesUntilShift(ONE_AHEAD, 3, 0.4f));
    }

    @Test
    void shouldSeldomShiftWhereErrorsAreAsStated() {
        Random random = new Random(5);
        float[] sums = new float[RegimeChange.FIELDS];
        int shifts = 0;
        for (int n = 0; n < 100_000; n++) {
            shifts += ONE_AHEAD.judge(sums, 0, beyond(random, 1)) == 0f ? 0 : 1;
        }

        assertThat(shifts).isLessThan(100_000 / 245); // e^5.5 outcomes apart at least, in the mean
    }

    @Test
    void shouldAskForMoreWhereErrorsComeInRuns() {
        Random random = new Random(5);
        float[] sums = new float[RegimeChange.FIELDS];
        float[] inRuns = new float[RegimeChange.FIELDS];
        int shifts = 0;
        int shiftsInRuns = 0;
        int run = 0;
        for (int n = 0; n < 100_000; n++) {
            int next = beyond(random, 1);
            run = n % 10 == 0 ? next : run;
            shifts += ONE_AHEAD.judge(sums, 0, next) == 0f ? 0 : 1;
            shiftsInRuns += ONE_AHEAD.judge(inRuns, 0, run) == 0f ? 0 : 1;
        }

        assertThat(shiftsInRuns).isLessThan(4 * Math.max(1, shifts)).isLessThan(100_000 / 245);
    }

    @Test
    void shouldNeedLessWhereTheGroupNearerHasShifted() {
        float[] sums = new float[RegimeChange.FIELDS];
        float[] lent = new float[RegimeChange.FIELDS];

        RegimeChange.expect(lent, 0, 0.4f);
        float shift = 0f;
        float without = 0f;
        for (int n = 0; n < 2; n++) { // two errors beyond all quantiles
            shift += ONE_AHEAD.judge(lent, 0, 4);
            without += ONE_AHEAD.judge(sums, 0, 4);
        }

        assertThat(shift).isEqualTo(0.4f);
        assertThat(without).isZero();
    }

    @Test
    void shouldNeverShiftWithoutQuantilesButTheMedian() {
        RegimeChange none = new RegimeChange(new float[0], new float[0], 1);
        float[] sums = new float[RegimeChange.FIELDS];

        for (int n = 0; n < 10_000; n++) {
            assertThat(none.judge(sums, 0, 0)).isZero();
        }
    }
}
