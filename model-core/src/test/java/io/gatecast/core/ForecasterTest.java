package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecasterTest {
    private static final List<Double> LEVELS = List.of(0.1, 0.5, 0.9);

    /** No recurrent part and no season: quantiles are the newest value plus a bias times the running deviation. */
    private static Model naive(Transform transform) {
        ModelSpec s = TestModels.plain(2, LEVELS);
        Model model = new Model(new ModelSpec(
                s.cell(),
                s.reset(),
                0,
                1,
                2,
                LEVELS,
                List.of(),
                4,
                transform,
                0.5,
                0.25,
                0,
                false,
                1,
                2,
                List.of("value")));
        float[] bias = model.head().bias().column(0);
        bias[0] = -2f;
        bias[1] = -3f;
        bias[4] = 1.5f;
        bias[5] = 2f;
        return model;
    }

    @Test
    void shouldScaleForecastAndUnscaleByHand() {
        Forecaster forecaster = new Forecaster(naive(Transform.IDENTITY));
        SeriesState state = forecaster.initialState();

        Forecast first = forecaster.step(state, new Observation(1_000, 100)).forecast();
        // Nothing seen but 100: the deviation is the prior, a quarter of the first value.
        assertThat(first.mean(1)).isEqualTo(100);
        assertThat(first.quantile(0, 1)).isCloseTo(100 - 2 * 25, within(1e-4));
        assertThat(first.quantile(2, 2)).isCloseTo(100 + 2 * 25, within(1e-4));
        assertThat(first.steps()).isEqualTo(1);
        assertThat(first.issuedAtMs()).isEqualTo(1_000);
        assertThat(first.warmup()).isTrue();

        Forecast second = forecaster.step(state, new Observation(2_000, 110)).forecast();
        // The prior of 25 has faded by the root of a half.
        double deviation = Math.sqrt(25 + 25 * 25 / 2.0);
        assertThat(second.mean(2)).isCloseTo(110, within(1e-4));
        // 110 was inside the interval, so the correction has narrowed it, by the first rate.
        double rate = 0.2 / (1 + 0.02);
        assertThat(second.quantile(2, 1)).isCloseTo(110 + Math.exp(-rate * 0.1) * 1.5 * deviation, within(1e-3));
        assertThat(second.quantile(0, 1)).isCloseTo(110 - Math.exp(-rate * 0.1) * 2 * deviation, within(1e-3));
        assertThat(second.steps()).isEqualTo(2);
        assertThat(second.issuedAtMs()).isEqualTo(2_000);
    }

    @Test
    void shouldScoreAnObservationByTheForecastIssuedOneStepBefore() {
        Forecaster forecaster = new Forecaster(naive(Transform.IDENTITY));
        SeriesState state = forecaster.initialState();

        assertThat(forecaster.step(state, new Observation(1, 100)).score().present())
                .isFalse();

        // Issued: 50, 100, 137.5. 118.75 lies half-way between the levels 0.5 and 0.9.
        Score score = forecaster.step(state, new Observation(2, 118.75)).score();
        assertThat(score.present()).isTrue();
        assertThat(score.observed()).isEqualTo(118.75);
        assertThat(score.expected()).isEqualTo(100);
        assertThat(score.residual()).isEqualTo(18.75);
        assertThat(score.probability()).isCloseTo(0.7, within(1e-5));

        double issued = forecaster.step(state, new Observation(3, 500)).score().expected();
        assertThat(issued).isCloseTo(118.75, within(1e-4));
        assertThat(forecaster.step(state, new Observation(4, 1e6)).score().probability())
                .isCloseTo(0.95, within(1e-12));
        assertThat(forecaster.step(state, new Observation(5, -1e6)).score().probability())
                .isCloseTo(0.05, within(1e-12));
    }

    @Test
    void shouldScoreWithTheSameBitsAsTheForecastThatWasGivenOut() {
        for (Transform transform : Transform.values()) {
            Model model = TestModels.random(TestModels.spec(CellKind.GRU, 6, 1, transform, "value"), 3);
            Forecaster forecaster = new Forecaster(model);
            SeriesState state = forecaster.initialState();
            double expected = Double.NaN;
            for (int step = 1; step <= 200; step++) {
                Step taken = forecaster.step(state, new Observation(step, 20 + 9 * Math.sin(step) + step % 7));
                if (step > 1) {
                    assertThat(taken.score().expected())
                            .as("step %d, %s", step, transform)
                            .isEqualTo(expected);
                }
                expected = taken.forecast().mean(1);
            }
        }
    }

    @Test
    void shouldForecastInTheSourcesUnitsAfterALogarithm() {
        Forecaster forecaster = new Forecaster(naive(Transform.LOG));
        SeriesState state = forecaster.initialState();

        Forecast forecast = forecaster.step(state, new Observation(1, 100)).forecast();

        assertThat(forecast.mean(1)).isCloseTo(100, within(1e-4));
        assertThat(forecast.quantile(0, 1)).isCloseTo(100 * Math.exp(-2 * 0.25), within(1e-3));
        assertThat(forecast.quantile(2, 2)).isCloseTo(100 * Math.exp(1.5 * 0.25), within(1e-3));
    }

    @Test
    void shouldReplaceAMissingValueByTheForecastForItAndNotScoreIt() {
        Forecaster forecaster = new Forecaster(naive(Transform.IDENTITY));
        SeriesState state = forecaster.initialState();
        forecaster.step(state, new Observation(1, 100));
        forecaster.step(state, new Observation(2, 120));

        Step missing = forecaster.step(state, new Observation(3, Double.NaN));

        assertThat(missing.score().present()).isFalse();
        assertThat(missing.score().residual()).isNaN();
        assertThat(missing.forecast().mean(1)).isCloseTo(120, within(1e-4));
        assertThat(state.steps()).isEqualTo(3);
        assertThat(state.clockMs()).isEqualTo(3);
        assertThat(state.view[0].window().at(0)).isEqualTo(20f);
        // The forecast issued at the missing step judges the next observation.
        assertThat(forecaster.step(state, new Observation(4, 130)).score().expected())
                .isCloseTo(120, within(1e-4));
    }

    @Test
    void shouldCarryAMissingInputForward() {
        Model model = TestModels.random(TestModels.spec(CellKind.GRU, 2, 1, Transform.IDENTITY, "value", "wind"), 5);
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();
        forecaster.step(state, new Observation(1, 10, 3));
        forecaster.step(state, new Observation(2, 11, 5));

        Step step = forecaster.step(state, new Observation(3, 12, Double.NaN));

        assertThat(step.score().present()).isTrue();
        assertThat(state.view[1].window().at(0)).isEqualTo(2f);
    }

    @Test
    void shouldRefuseToStartASeriesWithAMissingValue() {
        Model model = TestModels.random(TestModels.spec(CellKind.GRU, 2, 1, Transform.IDENTITY, "value", "wind"), 5);
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();
        Observation incomplete = new Observation(1, 10, Double.NaN);

        assertThat(forecaster.accepts(state, incomplete)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forecaster.step(state, incomplete))
                .withMessage("the first observation of a series must have a value in every column");
        assertThat(state.steps()).isZero();

        forecaster.step(state, new Observation(1, 10, 1));
        assertThat(forecaster.accepts(state, incomplete)).isTrue();
        assertThat(forecaster.accepts(state, new Observation(1, Double.NaN, Double.NaN)))
                .isTrue();
    }

    @Test
    void shouldRefuseAnotherNumberOfColumns() {
        Forecaster forecaster = new Forecaster(naive(Transform.IDENTITY));
        SeriesState state = forecaster.initialState();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> forecaster.step(state, new Observation(1, 1, 2)))
                .withMessage("the model takes 1 value columns [value], the observation has 2");
        assertThat(state.steps()).isZero();
    }

    @Test
    void shouldRefuseAnotherNumberOfKnownOrStaticColumns() {
        ModelSpec spec = TestModels.with(
                new ColumnRoles(1, List.of(new KnownColumn("plan", 0, 1)), List.of(new StaticNumber("capacity", 0, 1))),
                TestModels.plain(2, LEVELS));
        Forecaster forecaster = new Forecaster(new Model(spec));
        SeriesState state = forecaster.initialState();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> forecaster.step(state, new Observation(1, 1)))
                .withMessage("the model takes 1 known columns [plan], the observation has 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        forecaster.step(state, new Observation(1, new double[] {1}, new double[1][0], new double[0])))
                .withMessage("the model takes 1 static columns [capacity], the observation has 0");
        assertThat(state.steps()).isZero();
    }

    @Test
    void shouldForecastEveryTargetAsAModelOfItsOwnWould() {
        // Without recurrent part a target's head sees the same, whether the other column is a target or an input.
        ModelSpec together = TestModels.with(
                new ColumnRoles(2, List.of(), List.of()),
                TestModels.spec(CellKind.GRU, 0, 1, Transform.IDENTITY, "value", "wind"));
        Model both = TestModels.random(together, 5);
        Forecaster forecaster = new Forecaster(both);
        SeriesState state = forecaster.initialState();
        List<Forecaster> alone = new ArrayList<>();
        List<SeriesState> states = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            Model one = new Model(TestModels.spec(CellKind.GRU, 0, 1, Transform.IDENTITY, "value", "wind"));
            int target = t;
            one.head()
                    .parameters()
                    .forEach((name, m) ->
                            m.set(both.heads().get(target).parameters().get(name)));
            alone.add(new Forecaster(one));
            states.add(alone.get(t).initialState());
        }
        Random random = new Random(3);
        for (int row = 1; row <= 200; row++) {
            // Nothing is missing: an input would be carried forward, a target is assumed.
            double[] values = {20 + random.nextGaussian(), 1e4 * random.nextGaussian()};
            Step step = forecaster.step(state, new Observation(row, values));
            for (int t = 0; t < 2; t++) {
                Step single = alone.get(t).step(states.get(t), new Observation(row, values[t], values[1 - t]));
                assertThat(step.forecasts().get(t).quantiles)
                        .as("row %d, target %d", row, t)
                        .containsExactly(single.forecast().quantiles);
                assertThat(Double.valueOf(step.scores().get(t).probability()))
                        .isEqualTo(Double.valueOf(single.score().probability()));
                assertThat(step.scores().get(t).present()).isEqualTo(row > 1);
            }
        }
        assertThat(forecaster.step(state, new Observation(201, 20, Double.NaN)).scores())
                .extracting(Score::present)
                .containsExactly(true, false);
        assertThat(forecaster
                        .step(state, new Observation(202, 20, 1))
                        .forecasts()
                        .get(1)
                        .target())
                .isEqualTo("wind");
    }

    @ParameterizedTest
    @CsvSource({"1999, false", "2000, true", "2001, true"})
    void shouldWidenBandsAfterAnOutcomeJustInsideThemOnlyIfTheModelLearnedIt(long learnedUntilMs, boolean widened) {
        Model model = naive(Transform.IDENTITY);
        model.learned(new LearnedRows(learnedUntilMs, 1.1));
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();
        Forecast first = forecaster.step(state, new Observation(1000, 10)).forecast();
        double median = first.quantile(1, 1);
        double justInside = median + 0.95 * (first.quantile(2, 1) - median);

        forecaster.step(state, new Observation(2000, justInside));

        float upper = state.calibration[0].theta()[2];
        assertThat(upper > 0).isEqualTo(widened);
    }

    @Test
    void shouldNoLongerCountAsWarmingUpAfterTheLongestSeason() {
        ModelSpec spec = TestModels.spec(CellKind.GRU, 0, 1, Transform.IDENTITY, "value");
        Forecaster forecaster = new Forecaster(new Model(spec));
        SeriesState state = forecaster.initialState();
        for (int step = 1; step <= spec.warmupSteps() + 3; step++) {
            assertThat(forecaster
                            .step(state, new Observation(step, step))
                            .forecast()
                            .warmup())
                    .isEqualTo(step < spec.warmupSteps());
        }
    }

    @Test
    void shouldServeSeveralSeriesWithOneForecasterWithoutMixingThem() {
        Model model = TestModels.random(TestModels.spec(CellKind.LSTM, 5, 2, Transform.IDENTITY, "value"), 6);
        Forecaster shared = new Forecaster(model);
        Forecaster own = new Forecaster(model);
        SeriesState a = shared.initialState();
        SeriesState b = shared.initialState();
        SeriesState alone = own.initialState();
        for (int step = 1; step <= 100; step++) {
            shared.step(b, new Observation(step, -1e6 * step));
            Observation observation = new Observation(step, Math.sin(step));
            Forecast together = shared.step(a, observation).forecast();
            Forecast separate = own.step(alone, observation).forecast();
            assertThat(together.quantiles).as("step %d", step).containsExactly(separate.quantiles);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e6, 20", "1e9, 20", "-9999, 20", "0, 1e9", "20, 1e6"})
    void shouldForecastAsSharplyWhereverTheSeriesBegan(double firstValue, double level) {
        Forecaster forecaster = new Forecaster(naive(Transform.IDENTITY));
        SeriesState state = forecaster.initialState();
        forecaster.step(state, new Observation(0, firstValue));
        Random random = new Random(8);
        double previous = level;
        double error = 0;
        int scored = 0;
        for (int row = 1; row <= 2_000; row++) {
            double value = level + random.nextGaussian();
            Step step = forecaster.step(state, new Observation(row, value));
            if (row > 1_000) {
                error += Math.abs(step.score().expected() - previous);
                scored++;
            }
            previous = value;
        }

        // The model repeats the last value: what it adds to that is rounding alone.
        assertThat(error / scored).as("seed 8").isLessThan(1e-3 + 1e-6 * 4096);
    }

    @Test
    void shouldKeepTheDigitsOfACounterThatOnlyGrows() {
        Forecaster forecaster = new Forecaster(naive(Transform.IDENTITY));
        SeriesState state = forecaster.initialState();
        Random random = new Random(9);
        double counter = 0;
        double largest = 0;
        for (int row = 0; row < 200_000; row++) {
            Step step = forecaster.step(state, new Observation(row, counter));
            largest = row < 100 ? 0 : Math.max(largest, Math.abs(step.forecast().mean(1) - counter));
            counter += 5_000 + random.nextInt(20);
        }

        assertThat(counter).isGreaterThan(1e9);
        // A few thousandths of the deviation within the window.
        assertThat(largest).as("seed 9").isLessThan(12);
    }
}
