package io.gatecast.core.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.TestModels;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTest {
    private static final List<Double> LEVELS = List.of(0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975);

    /** Quantiles of the standard normal distribution at the levels. */
    private static final double[] NORMAL = {
        -1.959964, -1.644854, -1.281552, -0.674490, 0, 0.674490, 1.281552, 1.644854, 1.959964
    };

    private static final int MEDIAN = 4;

    @ParameterizedTest
    @CsvSource({
        "1, 0.333",
        "1, 1",
        "1, 3",
        "2, 0.333",
        "2, 3",
        "3, 0.333",
        "3, 3",
        "48, 0.333",
        "48, 1",
        "48, 3",
        "50, 0.333",
        "50, 3",
        "336, 0.333",
        "336, 3"
    })
    void shouldBringCoverageBackWhenTheModelsQuantilesAreTooNarrowOrTooWide(int horizon, double width) {
        Run run = new Run(horizon, 7 + horizon, quantile -> width * NORMAL[quantile]);

        // Long steps ahead are judged less often, so they take longer.
        run.steps(horizon > 100 ? 40_000 : 6_000 + 10 * horizon, 1);
        run.resetCounts();
        run.steps(horizon > 100 ? 20_000 : 6_000, 1);

        run.assertCoverage(0.03);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 48})
    void shouldBringCoverageBackOnEachSideOfASkewedModel(int horizon) {
        Run run = new Run(horizon, 99, quantile -> NORMAL[quantile] * (quantile < MEDIAN ? 0.4 : 2.5));

        run.steps(6_000 + 10 * horizon, 1);
        run.resetCounts();
        run.steps(6_000, 1);

        run.assertCoverage(0.025);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 48})
    void shouldBringCoverageBackAfterTheVarianceHasJumped(int horizon) {
        Run run = new Run(horizon, 123, quantile -> NORMAL[quantile]);

        run.steps(4_000 + 10 * horizon, 1);
        run.steps(1_500 + 10 * horizon, 4);
        run.resetCounts();
        run.steps(6_000, 4);

        run.assertCoverage(0.03);
    }

    @Test
    void shouldLeaveLessOfTheirTailBeyondTheOuterLevelsTheFurtherAhead() {
        Run run = new Run(16, 5, quantile -> NORMAL[quantile]);

        run.steps(5_000, 1);
        run.resetCounts();
        run.steps(100_000, 1);

        assertThat(run.share(1, 0)).isCloseTo(0.025, within(0.002));
        assertThat(run.share(1, 7)).isCloseTo(0.95, within(0.003));
        // Four doublings, of which each would take 0.11, but six tenths are left.
        assertThat(run.share(16, 0)).isCloseTo(0.6 * 0.025, within(0.002));
        assertThat(run.share(16, 1)).isCloseTo(0.6 * 0.05, within(0.003));
        // Four doublings at 0.025 each.
        assertThat(run.share(16, 2)).isCloseTo(0.9 * 0.1, within(0.005));
        assertThat(run.share(16, 3)).isCloseTo(0.25, within(0.005));
        assertThat(run.share(16, 6)).isCloseTo(1 - 0.9 * 0.1, within(0.005));
        assertThat(run.share(16, 8)).isCloseTo(1 - 0.6 * 0.025, within(0.002));
    }

    /** Independent standard normal outcomes times a factor, and a model that always says the same. */
    private static final class Run {
        private static final float[] NOT_SAMPLED = {};
        private static final float[][] NO_FORECASTS = {};

        private final Calibrator calibrator;
        private final CalibrationState state;
        private final int horizon;
        private final float[] model;
        private final Random random;
        private final long seed;
        private final Deque<float[]> issued = new ArrayDeque<>();
        private final int[][] below = new int[3][LEVELS.size()];
        private final int[] judgedSteps;
        private final int[] counted = new int[3];
        private final int sampled;
        private long step;

        Run(int horizon, long seed, IntToDoubleFunction quantiles) {
            calibrator = new Calibrator(TestModels.plain(horizon, LEVELS));
            state = calibrator.initialState();
            this.horizon = horizon;
            sampled = horizon > 100 ? 17 : 1;
            this.seed = seed;
            random = new Random(seed);
            model = new float[LEVELS.size() * horizon];
            for (int i = 0; i < model.length; i++) {
                model[i] = (float) quantiles.applyAsDouble(i / horizon);
            }
            judgedSteps = new int[] {1, (horizon + 1) / 2, horizon};
        }

        void steps(int count, double factor) {
            for (int i = 0; i < count; i++) {
                step++;
                float outcome = (float) (factor * random.nextGaussian());
                count(outcome);
                calibrator.judge(state, step, outcome, 1f);
                calibrator.remember(state, step, model);
                issued.addLast(step % sampled == 0 ? corrected() : NOT_SAMPLED);
                if (issued.size() > horizon) {
                    issued.removeFirst();
                }
            }
        }

        private float[] corrected() {
            float[] corrected = model.clone();
            calibrator.apply(state, corrected);
            for (int at = horizon; at < corrected.length; at++) {
                if (!(corrected[at] >= corrected[at - horizon])) {
                    throw new AssertionError("quantiles cross: seed " + seed + ", step " + step + ", at " + at);
                }
            }
            return corrected;
        }

        private void count(float outcome) {
            if (issued.size() < horizon) {
                return;
            }
            float[][] forecasts = issued.toArray(NO_FORECASTS);
            for (int s = 0; s < judgedSteps.length; s++) {
                int ahead = judgedSteps[s];
                float[] forecast = forecasts[forecasts.length - ahead];
                if (forecast == NOT_SAMPLED) {
                    continue;
                }
                counted[s]++;
                for (int q = 0; q < LEVELS.size(); q++) {
                    if (outcome < forecast[q * horizon + ahead - 1]) {
                        below[s][q]++;
                    }
                }
            }
        }

        void resetCounts() {
            Arrays.fill(counted, 0);
            for (int[] b : below) {
                Arrays.fill(b, 0);
            }
        }

        /** Share of the outcomes below a quantile, one step or a horizon ahead. */
        double share(int ahead, int quantile) {
            int s = ahead == 1 ? 0 : 2;
            return (double) below[s][quantile] / counted[s];
        }

        void assertCoverage(double tolerance) {
            for (int s = 0; s < judgedSteps.length; s++) {
                for (int q = 0; q < LEVELS.size(); q++) {
                    assertThat((double) below[s][q] / counted[s])
                            .as("seed %d, step %d ahead, level %s", seed, judgedSteps[s], LEVELS.get(q))
                            .isCloseTo(LEVELS.get(q), within(tolerance));
                }
            }
        }
    }

    /*
     * The forecast issued at step t for k ahead has quantiles (t·1000 + k·10) − 1, ± 0, + 1, so that only the right one
     * of them has the outcome beyond its bound.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16, 48, 50, 336})
    void shouldJudgeEveryWaitingForecastAtTheStepItWasMadeFor(int horizon) {
        List<Double> levels = List.of(0.1, 0.5, 0.9);
        Calibrator calibrator = new Calibrator(TestModels.plain(horizon, levels));
        List<Integer> groups = groupSteps(horizon);
        for (int group = 0; group < groups.size(); group++) {
            CalibrationState state = calibrator.initialState();
            assertThat(state.theta()).hasSize(groups.size() * levels.size());
            int ahead = groups.get(group);
            int judged = 0;
            for (int step = 1; step <= 3 * horizon + 40; step++) {
                // Just above the upper quantile of this group's forecast, if that is the one waiting here.
                float outcome = value(step - ahead, ahead) + 1.5f;
                float upperBefore = state.theta()[group * 3 + 2];
                float lowerBefore = state.theta()[group * 3];
                calibrator.judge(state, step, outcome, 1f);
                float upper = state.theta()[group * 3 + 2];
                float lower = state.theta()[group * 3];
                if (upper != upperBefore) {
                    judged++;
                    assertThat(step - ahead)
                            .as("horizon %d, %d ahead", horizon, ahead)
                            .isPositive();
                    assertThat(upper)
                            .as("horizon %d, %d ahead, step %d", horizon, ahead, step)
                            .isGreaterThan(upperBefore);
                    assertThat(lower).isLessThan(lowerBefore);
                }
                // Starts from a clean slate so that the factor is 1 at each judgement, and no regime has changed.
                Arrays.fill(state.theta(), 0f);
                Arrays.fill(state.regimes(), 0f);
                calibrator.remember(state, step, quantiles(step, horizon));
            }
            int stride = Math.max(1, ahead / 8);
            assertThat(judged)
                    .as("horizon %d, %d ahead", horizon, ahead)
                    .isGreaterThanOrEqualTo((2 * horizon) / stride);
        }
    }

    /** A forecast below the outcome by less than half a unit must not widen: the outcome is inside. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 48, 50, 336})
    void shouldNarrowWhereEveryOutcomeIsInside(int horizon) {
        Calibrator calibrator = new Calibrator(TestModels.plain(horizon, List.of(0.1, 0.5, 0.9)));
        List<Integer> groups = groupSteps(horizon);
        for (int group = 0; group < groups.size(); group++) {
            CalibrationState state = calibrator.initialState();
            for (int step = 1; step <= 3 * horizon + 40; step++) {
                Arrays.fill(state.theta(), 0f);
                Arrays.fill(state.regimes(), 0f);
                calibrator.judge(state, step, value(step - groups.get(group), groups.get(group)) + 0.5f, 1f);
                assertThat(state.theta()[group * 3 + 2]).isLessThanOrEqualTo(0f);
                assertThat(state.theta()[group * 3]).isLessThanOrEqualTo(0f);
                calibrator.remember(state, step, quantiles(step, horizon));
            }
        }
    }

    private static float[] quantiles(int step, int horizon) {
        float[] quantiles = new float[3 * horizon];
        for (int k = 1; k <= horizon; k++) {
            for (int q = 0; q < 3; q++) {
                quantiles[q * horizon + k - 1] = value(step, k) + q - 1;
            }
        }
        return quantiles;
    }

    private static float value(int issued, int ahead) {
        return issued * 1_000f + ahead * 10f;
    }

    /** 1, 2, 4, … below the horizon, the last left out if it is above three quarters of it; and the horizon. */
    private static List<Integer> groupSteps(int horizon) {
        return switch (horizon) {
            case 1 -> List.of(1);
            case 2 -> List.of(1, 2);
            case 3 -> List.of(1, 2, 3);
            case 4 -> List.of(1, 2, 4);
            case 5 -> List.of(1, 2, 5);
            case 7 -> List.of(1, 2, 4, 7);
            case 16 -> List.of(1, 2, 4, 8, 16);
            case 48 -> List.of(1, 2, 4, 8, 16, 32, 48);
            case 50 -> List.of(1, 2, 4, 8, 16, 32, 50);
            case 336 -> List.of(1, 2, 4, 8, 16, 32, 64, 128, 336);
            default -> throw new IllegalArgumentException("no groups written down for horizon " + horizon);
        };
    }

    @Test
    void shouldGiveTheNextStepTheSameBitsAsTheForecastThatWasIssued() {
        Random random = new Random(17);
        Calibrator calibrator = new Calibrator(TestModels.plain(5, LEVELS));
        CalibrationState state = calibrator.initialState();
        for (int step = 1; step <= 300; step++) {
            calibrator.judge(state, step, (float) random.nextGaussian(), 1f);
            float[] quantiles = new float[LEVELS.size() * 5];
            for (int i = 0; i < quantiles.length; i++) {
                quantiles[i] = (float) random.nextGaussian();
            }
            calibrator.order(quantiles, 1f);
            calibrator.remember(state, step, quantiles);
            calibrator.apply(state, quantiles);
            float[] next = new float[LEVELS.size()];
            calibrator.nextStep(state, step, next);

            for (int q = 0; q < next.length; q++) {
                assertThat(Float.floatToRawIntBits(next[q]))
                        .as("seed 17, step %d, level %d", step, q)
                        .isEqualTo(Float.floatToRawIntBits(quantiles[q * 5]));
            }
        }
    }

    @Test
    void shouldNeverMoveTheMedian() {
        Calibrator calibrator = new Calibrator(TestModels.plain(3, LEVELS));
        CalibrationState state = calibrator.initialState();
        Random random = new Random(3);
        for (int i = 0; i < state.theta().length; i++) {
            state.theta()[i] = (float) random.nextGaussian();
        }
        float[] quantiles = new float[LEVELS.size() * 3];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = i;
        }

        calibrator.apply(state, quantiles);

        assertThat(quantiles[MEDIAN * 3]).isEqualTo(MEDIAN * 3);
        assertThat(quantiles[MEDIAN * 3 + 2]).isEqualTo(MEDIAN * 3 + 2);
    }

    @Test
    void shouldOrderCrossingQuantilesFromTheMedianOutwards() {
        float[] quantiles = {
            5f, -1f, // lowest
            2f, 3f,
            3f, 0f, // median
            1f, 0f,
            4f, -9f // highest
        };

        new Calibrator(TestModels.plain(2, List.of(0.1, 0.3, 0.5, 0.7, 0.9))).order(quantiles, 0f);

        assertThat(quantiles).containsExactly(2f, -1f, 2f, 0f, 3f, 0f, 3f, 0f, 4f, 0f);
    }

    @Test
    void shouldBeAsUncertainAsFurtherAheadWhereValuesWereNotObserved() {
        Calibrator calibrator = new Calibrator(TestModels.plain(3, List.of(0.1, 0.5, 0.9)));
        float[] quantiles = {9, 7, 8, 10, 10, 12, 11, 14, 13};

        calibrator.widen(quantiles, 0);
        assertThat(quantiles).containsExactly(9, 7, 8, 10, 10, 12, 11, 14, 13);
        calibrator.widen(quantiles, 1);
        assertThat(quantiles).containsExactly(7, 6, 8, 10, 10, 12, 14, 14, 13);
    }

    @Test
    void shouldKeepQuantilesALittleApartSoThatCalibrationCanWidenThem() {
        float[] quantiles = {7f, 7f, 7f};

        new Calibrator(TestModels.plain(1, List.of(0.1, 0.5, 0.9))).order(quantiles, 10f);

        assertThat(quantiles[0]).isCloseTo(6.92f, within(1e-5f));
        assertThat(quantiles[1]).isEqualTo(7f);
        assertThat(quantiles[2]).isCloseTo(7.08f, within(1e-5f));
    }

    @Test
    void shouldInterpolateBetweenTheGroupsOnTheLogarithmOfTheStep() {
        Calibrator calibrator = new Calibrator(TestModels.plain(4, List.of(0.5, 0.9)));
        CalibrationState state = calibrator.initialState();
        state.theta()[1] = 0f; // 1 ahead
        state.theta()[3] = (float) Math.log(2); // 2 ahead
        state.theta()[5] = (float) Math.log(8); // 4 ahead
        float[] quantiles = {0, 0, 0, 0, 1, 1, 1, 1};

        calibrator.apply(state, quantiles);

        assertThat(quantiles[4]).isEqualTo(1f);
        assertThat(quantiles[5]).isCloseTo(2f, within(1e-5f));
        double share = Math.log(1.5) / Math.log(2);
        assertThat(quantiles[6]).isCloseTo((float) Math.exp(Math.log(2) + share * Math.log(4)), within(1e-5f));
        assertThat(quantiles[7]).isCloseTo(8f, within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"0.95, 1, false", "0.95, 1.1, true", "0.90, 1.1, false", "1.05, 1, true", "-0.95, 1.1, false"})
    void shouldCountAnErrorForMoreWhereItIsWeighted(float outcome, float weight, boolean widened) {
        Calibrator calibrator = new Calibrator(TestModels.plain(1, List.of(0.1, 0.5, 0.9)));
        CalibrationState state = calibrator.initialState();
        calibrator.remember(state, 1, new float[] {-2, 0, 1});

        calibrator.judge(state, 2, outcome, weight);

        if (widened) {
            assertThat(state.theta()[2]).isPositive();
        } else {
            assertThat(state.theta()[2]).isNegative();
        }
    }

    @Test
    void shouldStayBoundedWhenEveryOutcomeIsFarOutside() {
        Calibrator calibrator = new Calibrator(TestModels.plain(1, LEVELS));
        CalibrationState state = calibrator.initialState();
        for (int step = 1; step <= 5_000; step++) {
            calibrator.judge(state, step, step % 2 == 0 ? 1e30f : -1e30f, 1f);
            float[] quantiles = new float[LEVELS.size()];
            for (int q = 0; q < quantiles.length; q++) {
                quantiles[q] = (float) NORMAL[q];
            }
            calibrator.remember(state, step, quantiles);
            calibrator.apply(state, quantiles);
            for (float quantile : quantiles) {
                assertThat(quantile).isBetween(-1_000f, 1_000f);
            }
        }
    }
}
