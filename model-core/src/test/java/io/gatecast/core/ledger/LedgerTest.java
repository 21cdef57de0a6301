package io.gatecast.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.groups.Tuple.tuple;

import io.gatecast.core.TestModels;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger alone, with forecasts made up by the tests. */
class LedgerTest {
    /** Horizon 5, levels 5, 25, 50, 75 and 95 %, seasons 4 and 12. */
    private static final ModelSpec SPEC = TestModels.spec(CellKind.GRU, 4, 1, Transform.IDENTITY, "value");

    private static final int HORIZON = 5;
    private static final int MEDIAN = 2 * HORIZON;

    private final Ledger ledger = new Ledger(new LedgerSettings(100, true), SPEC);
    private final LedgerState state = ledger.initialState();
    private final Standing standing = ledger.newStanding();
    private final Window window = Window.empty(60);
    private final float[] quantiles = new float[5 * HORIZON];
    private long step;

    /** Takes a step: what is observed, and what the model then says of every step ahead, give or take 1 and 2. */
    private void step(double observed, double said) {
        step++;
        if (step > 1) {
            ledger.judge(state, step, (float) observed, 1f, window, null, standing);
        }
        window.push((float) observed);
        for (int q = 0; q < 5; q++) {
            for (int k = 0; k < HORIZON; k++) {
                quantiles[q * HORIZON + k] = (float) (said + q - 2);
            }
        }
        ledger.guide(state, step, window, null, quantiles, standing);
        ledger.remember(state, step, quantiles);
    }

    private static double season(long at) {
        return new double[] {0, 10, 30, 10}[(int) (at % 4)];
    }

    @Test
    void shouldPutEveryStepAheadIntoOneGroup() {
        assertThat(ledger.records(state, null))
                .extracting(GroupRecord::fromStep, GroupRecord::toStep, GroupRecord::judgedStep)
                .containsExactly(tuple(1, 1, 1), tuple(2, 2, 2), tuple(3, 4, 3), tuple(5, 5, 5)); // 4 is a season
        for (int horizon : new int[] {1, 2, 3, 17, 24, 48, 96, 500}) {
            int next = 1;
            Ledger any = new Ledger(LedgerSettings.DEFAULT, TestModels.plain(horizon, List.of(0.1, 0.5, 0.9)));
            for (GroupRecord group : any.records(any.initialState(), null)) {
                assertThat(group.fromStep()).as("horizon %d", horizon).isEqualTo(next);
                assertThat(group.judgedStep()).isBetween(group.fromStep(), group.toStep());
                next = group.toStep() + 1;
            }
            assertThat(next).as("horizon %d", horizon).isEqualTo(horizon + 1);
        }
    }

    @Test
    void shouldAverageErrorsOfTheModelAndTheNaiveRules() {
        for (int t = 0; t < 400; t++) {
            step(season(t), 12);
        }

        GroupRecord next = ledger.records(state, null).get(0);

        assertThat(next.outcomes()).isEqualTo(98.3, offset(0.2)); // 100·(1 − e^-4)
        assertThat(next.modelError()).isEqualTo((12 + 2 + 18 + 2) / 4.0, offset(0.2));
        assertThat(next.naiveError()).isEqualTo((10 + 20 + 20 + 10) / 4.0, offset(0.2));
        assertThat(next.seasonalError()).isEqualTo(0, offset(0.05)); // but for the first season
        assertThat(next.season()).isEqualTo(4);
    }

    @Test
    void shouldCountWhatWasInsideTheIntervalsIssued() {
        Ledger withoutFallback = new Ledger(new LedgerSettings(100, false), SPEC);
        LedgerState counted = withoutFallback.initialState();
        for (int t = 0; t < 600; t++) {
            float observed = t % 10 == 0 ? 5f : t % 2 == 0 ? 1.5f : 0.5f; // bands are ±1 and ±2
            if (t > 0) {
                withoutFallback.judge(counted, t + 1, observed, 1f, window, null, standing);
            }
            window.push(observed);
            for (int q = 0; q < 5; q++) {
                Arrays.fill(quantiles, q * HORIZON, (q + 1) * HORIZON, q - 2f);
            }
            withoutFallback.guide(counted, t + 1, window, null, quantiles, standing);
            withoutFallback.remember(counted, t + 1, quantiles);
        }

        assertThat(withoutFallback.records(counted, null)).allSatisfy(group -> {
            assertThat(group.innerLevel()).isEqualTo(0.5);
            assertThat(group.outerLevel()).isEqualTo(0.9);
            assertThat(group.innerCoverage()).isEqualTo(0.5, offset(0.02));
            assertThat(group.outerCoverage()).isEqualTo(0.9, offset(0.02));
        });
    }

    @Test
    void shouldFallBackToTheSeasonAndReturnWhenTheModelIsBetterAgain() {
        for (int t = 0; t < 100; t++) {
            step(season(t), 12);
        }
        assertThat(standing.parts()).containsExactly(new Fallback(1, 5, 4, 1f));
        assertThat(standing.fallenBack()).isTrue();
        for (int k = 1; k <= HORIZON; k++) {
            assertThat(quantiles[MEDIAN + k - 1]).as("%d ahead", k).isEqualTo((float) season(99 + k));
        }

        int returned = 0;
        for (int t = 100; t < 700; t++) { // no season any more, and the model knows
            double noise = 20 * Math.sin(t * (double) t);
            step(50 + noise, 50);
            returned = returned == 0 && standing.parts().isEmpty() ? t : returned;
        }

        assertThat(returned).isBetween(110, 160); // long before the whole window speaks for the model
        assertThat(standing.fallenBack()).isFalse();
        assertThat(quantiles[MEDIAN]).isEqualTo(50f);
    }

    @Test
    void shouldTellTheGroupsThatFallBackFromThoseThatDoNot() {
        for (int t = 0; t < 300; t++) {
            step(season(t), 12);
            if (t < 299) {
                setNext(season(t + 1));
            }
        }

        assertThat(standing.parts()).containsExactly(new Fallback(2, 5, 4, 1f));
    }

    /** Lets the model know what comes next: replaces what waits of the first step ahead. */
    private void setNext(double value) {
        state.medians[0] = (float) value;
        state.medians[1] = (float) value;
    }

    @Test
    void shouldRestWhereModelAndRuleAreAboutEqual() {
        Ledger resting = new Ledger(new LedgerSettings(100, true), TestModels.plain(1, List.of(0.1, 0.5, 0.9)));
        LedgerState rested = resting.initialState();
        Standing stands = resting.newStanding();
        float[] one = new float[3];
        float share = -1;
        int changes = 0;
        for (int t = 1; t <= 2_000; t++) {
            float observed = t % 2 == 0 ? 1 : -1; // the last value is wrong by 2
            float wrong = 2f + (t / 200 % 2 == 0 ? 0.02f : -0.02f); // the model by 1 % more or less
            if (t > 1) {
                resting.judge(rested, t, observed, 1f, window, null, stands);
            }
            window.push(observed);
            Arrays.fill(one, -observed + wrong);
            resting.guide(rested, t, window, null, one, stands);
            resting.remember(rested, t, one);
            float now = stands.parts().isEmpty() ? 0 : stands.parts().get(0).share();
            changes += t > 600 && Math.abs(now - share) > 1e-6 ? 1 : 0;
            share = now;
        }

        assertThat(share).isBetween(0.2f, 0.8f);
        assertThat(changes)
                .as("changes of the share though errors differ by 1 %% to and fro")
                .isZero();
    }

    @Test
    void shouldNotFallBackBeforeSixteenOutcomesCount() {
        for (int t = 0; t < 16; t++) {
            step(season(t), 100);
            assertThat(standing.parts()).as("step %d", t).isEmpty();
        }
        for (int t = 16; t < 24; t++) {
            step(season(t), 100);
        }

        assertThat(standing.parts()).isNotEmpty();
    }

    @Test
    void shouldLeaveTheModelAloneWithoutFallback() {
        Ledger off = new Ledger(new LedgerSettings(100, false), SPEC);
        LedgerState alone = off.initialState();
        for (int t = 0; t < 200; t++) {
            if (t > 0) {
                off.judge(alone, t + 1, (float) season(t), 1f, window, null, standing);
            }
            window.push((float) season(t));
            Arrays.fill(quantiles, 12f);
            off.guide(alone, t + 1, window, null, quantiles, standing);
            off.remember(alone, t + 1, quantiles);

            assertThat(standing.parts()).isEmpty();
        }
        assertThat(quantiles).containsOnly(12f);
        assertThat(off.records(alone, null).get(0).skill()).isLessThan(-50);
    }

    @Test
    void shouldCountErrorsOnLearnedRowsForMore() {
        for (int t = 0; t < 100; t++) {
            step++;
            if (step > 1) {
                ledger.judge(state, step, 3f, 1.25f, window, null, standing);
            }
            window.push(3f);
            Arrays.fill(quantiles, 5f);
            ledger.guide(state, step, window, null, quantiles, standing);
            ledger.remember(state, step, quantiles);
        }

        assertThat(ledger.records(state, null).get(0).modelError()).isEqualTo(2.5, offset(1e-4));
    }

    @Test
    void shouldKeepWhatItNeedsBounded() {
        assertThat(new Ledger(LedgerSettings.DEFAULT, TestModels.plain(24, levels()))
                        .initialState()
                        .size())
                .isEqualTo(8 + 4 * (2 * 48 + 4 * 28 + 6 * 11));
        assertThat(new Ledger(LedgerSettings.DEFAULT, TestModels.plain(2_000, levels()))
                        .initialState()
                        .size())
                .isLessThan(8_000);
    }

    private static List<Double> levels() {
        return List.of(0.025, 0.1, 0.5, 0.9, 0.975);
    }

    @Test
    void shouldRefuseAWindowThatTellsNothing() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new LedgerSettings(49, true))
                .withMessage("window of the ledger must be at least 50 steps, was 49");
    }
}
