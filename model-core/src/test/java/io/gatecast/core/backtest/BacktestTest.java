package io.gatecast.core.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.Observation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BacktestTest {
    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final List<StepGroup> GROUPS = List.of(new StepGroup(1, 1), new StepGroup(2, 3));
    private static final List<Double> LEVELS = List.of(0.1, 0.5, 0.9);

    @Test
    void shouldAgreeWithIndependentScorerOnRollingOrigins() throws IOException {
        BacktestResult result = runRecorded(new Split(20, 20, Long.MAX_VALUE), false);

        BacktestResult.ContenderScores scores = result.contenders().get(0);
        assertThat(scores.point().count()).isEqualTo(90);
        assertThat(scores.point().rmse()).isCloseTo(Math.sqrt(9.087071533333), EXACTLY);
        assertThat(scores.point().mae()).isCloseTo(2.238, EXACTLY);
        assertThat(scores.point().mase()).isCloseTo(1.191069961544, EXACTLY);
        assertThat(scores.quantile().weightedQuantileLoss()).isCloseTo(0.052396613085, EXACTLY);
        assertThat(scores.quantile().pinball()).isCloseTo(0.757128148148, EXACTLY);
        assertThat(scores.quantile().levels())
                .extracting(QuantileScores.Level::coverage)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                .containsExactly(0.133333333333, 0.644444444444, 0.911111111111);
        assertThat(scores.points().get(0).mase()).isCloseTo(1.142268688987, EXACTLY);
        assertThat(scores.quantiles().get(0).weightedQuantileLoss()).isCloseTo(0.052555439402, EXACTLY);
        assertThat(scores.points().get(1).mae()).isCloseTo(2.249017241379, EXACTLY);
        assertThat(scores.quantiles().get(1).pinball()).isCloseTo(0.754460344828, EXACTLY);
    }

    @Test
    void shouldAgreeWithIndependentScorerOnWholeWindows() throws IOException {
        BacktestResult result = runRecorded(new Split(20, 20, 36), true);

        PointScores scores = result.contenders().get(0).point();
        assertThat(result.counts().origins()).isEqualTo(28);
        assertThat(scores.count()).isEqualTo(84);
        assertThat(scores.mae()).isCloseTo(2.049059523810, EXACTLY);
        assertThat(scores.mase()).isCloseTo(1.089391580763, EXACTLY);
    }

    @Test
    void shouldAgreeWithIndependentScorerOnOneOriginPerSeries() throws IOException {
        BacktestResult result = runRecorded(new Split(20, 20, 23), true);

        BacktestResult.ContenderScores scores = result.contenders().get(0);
        assertThat(result.counts().origins()).isEqualTo(2);
        assertThat(scores.point().smape()).isCloseTo(9.265359472595, EXACTLY);
        assertThat(scores.point().mase()).isCloseTo(0.664334439157, EXACTLY);
        assertThat(scores.quantile().weightedQuantileLoss()).isCloseTo(0.029647263496, EXACTLY);
    }

    @Test
    void shouldReportCoverageAndWidthOfIntervals() {
        BacktestResult result = run(
                new BacktestSettings(1, 1, 1, false, List.of(), LEVELS),
                List.of(fixed("fixed", 10, 2)),
                new Split(2, 2, 6),
                10,
                14,
                7,
                12,
                8,
                13);

        QuantileScores.Interval interval =
                result.contenders().get(0).quantile().intervals().get(0);
        assertThat(interval.nominal()).isEqualTo(0.8);
        assertThat(interval.coverage()).isEqualTo(0.5); // 12 and 8 lie on the bounds, 7 and 13 outside
        assertThat(interval.width()).isEqualTo(4);
        assertThat(interval.scaledWidth()).isEqualTo(1); // the training part changes by 4
    }

    @Test
    void shouldLeaveOutMissingOutcomesAndFlatScales() {
        BacktestSettings settings = new BacktestSettings(2, 1, 1, false, List.of(), LEVELS);

        BacktestResult result =
                run(settings, List.of(fixed("fixed", 5, 1)), new Split(2, 2, 5), 5, 5, Double.NaN, 7, 8);

        PointScores scores = result.contenders().get(0).point();
        assertThat(scores.count()).isEqualTo(4); // 7 after the second row, 7 and 8 after the third, 8 after the fourth
        assertThat(scores.mase()).isNaN();
        assertThat(result.counts().missing()).isEqualTo(1);
        assertThat(result.counts().unscaled()).isEqualTo(1);
        assertThat(result.comparisons()).isEmpty();
    }

    @Test
    void shouldScoreAllContendersAtTheSameOutcomes() {
        BacktestSettings settings = new BacktestSettings(1, 1, 1, false, List.of(), LEVELS);

        BacktestResult result = run(
                settings,
                List.of(fixed("fine", 3, 1), fixed("broken", Double.POSITIVE_INFINITY, 1)),
                new Split(2, 2, 4),
                1,
                2,
                3,
                4);

        assertThat(result.contenders().get(1).notFinite()).isEqualTo(2);
        assertThat(result.series()).isEmpty();
        assertThat(result.contenders().get(0).point().count()).isZero();
    }

    @Test
    void shouldCompareOverSeriesWhereThereAreTooFewTimes() {
        BacktestSettings settings = new BacktestSettings(1, 1, 1, false, List.of(), LEVELS);
        Backtest backtest =
                new Backtest(List.of(fixed("zero", 0, 1), fixed("one", 1, 1)), settings, OriginListener.NONE);
        for (int k = 0; k < 16; k++) {
            SeriesBacktest series = backtest.begin("series " + k, new Split(3, 3, 4));
            double outcome = 0.1 * (k % 4);
            for (double value : new double[] {0, 1, 0, outcome}) {
                Observation observation = new Observation(3_600_000L, value);
                series.add(value, List.of(observation, observation));
            }
        }

        Comparison comparison = backtest.end().comparisons().get(0);

        assertThat(comparison.bySeries()).isTrue();
        DieboldMariano test = comparison.test().orElseThrow();
        assertThat(test.differences()).isEqualTo(16);
        assertThat(test.lags()).isZero();
        assertThat(test.difference()).isCloseTo(-0.7, EXACTLY); // of errors 0, 0.1, 0.2, 0.3 and 1, 0.9, 0.8, 0.7
        assertThat(test.pValue()).isLessThan(1e-6);
    }

    @Test
    void shouldForecastAfterEveryNthRowOnly() {
        List<Long> rows = new ArrayList<>();
        BacktestSettings settings = new BacktestSettings(2, 1, 3, false, List.of(), LEVELS);
        Backtest backtest = new Backtest(
                List.of(fixed("fixed", 0, 1)), settings, (key, row, issuedAtMs, predictions) -> rows.add(row));

        feed(
                backtest.begin("a", new Split(4, 4, 20)),
                DoubleStream.iterate(0, v -> v + 1).limit(12).toArray());
        backtest.end();

        assertThat(rows).containsExactly(3L, 6L, 9L);
    }

    @Test
    void shouldKeepNoMoreThanAHorizonOfRowsAndNoForecasts() {
        BacktestSettings settings = new BacktestSettings(4, 24, 1, false, GROUPS, LEVELS);
        int[] alive = new int[1];
        int[] most = new int[1];
        Backtest backtest = new Backtest(
                List.of(fixed("fixed", 0, 1)), settings, (key, row, issuedAtMs, predictions) -> alive[0]--);
        SeriesBacktest series = backtest.begin("long", new Split(100, 100, Long.MAX_VALUE));

        for (int row = 0; row < 100_000; row++) {
            if (row >= 99) {
                alive[0]++;
            }
            series.add(row % 24, List.of(new Observation(row * 60_000L, row % 24)));
            most[0] = Math.max(most[0], alive[0]);
        }

        assertThat(most[0]).isEqualTo(4); // rows that have come and from which no forecast has been made yet
        assertThat(backtest.timeline.blocks()).isLessThanOrEqualTo(8_192);
    }

    @Test
    void shouldGiveTheSameBitsEachRun() throws IOException {
        BacktestResult first = runRecorded(new Split(20, 20, Long.MAX_VALUE), false);
        BacktestResult second = runRecorded(new Split(20, 20, Long.MAX_VALUE), false);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldRefuseContendersWithTheSameName() {
        BacktestSettings settings = new BacktestSettings(1, 1, 1, false, List.of(), LEVELS);
        List<Contender> contenders = List.of(fixed("a", 1, 1), fixed("a", 2, 1));

        assertThatThrownBy(() -> new Backtest(contenders, settings, OriginListener.NONE))
                .hasMessage("contenders must have different names, two are called 'a'");
    }

    @Test
    void shouldReadGroupsOfSteps() {
        assertThat(StepGroup.parse("7")).isEqualTo(new StepGroup(7, 7));
        assertThat(StepGroup.parse("2-12")).isEqualTo(new StepGroup(2, 12));
        assertThat(StepGroup.parts(48)).hasToString("[1, 2-12, 13-24, 25-48]");
        assertThat(StepGroup.parts(1)).hasToString("[1]");
        assertThatThrownBy(() -> StepGroup.parse("1-2-3")).hasMessageContaining("such as 2-12, was '1-2-3'");
        assertThatThrownBy(() -> StepGroup.parse("5-2")).hasMessageContaining("not end before, was 5-2");
    }

    private static BacktestResult runRecorded(Split split, boolean wholeWindows) throws IOException {
        Backtest backtest = new Backtest(
                List.of(RecordedForecasts.contender()),
                new BacktestSettings(3, 4, 1, wholeWindows, GROUPS, LEVELS),
                OriginListener.NONE);
        Map<String, SeriesBacktest> series = new HashMap<>();
        for (String[] row : RecordedForecasts.rows("rolling-actual.csv")) {
            double value = Double.parseDouble(row[2]);
            Observation observation = new Observation(Instant.parse(row[1]).toEpochMilli(), value);
            series.computeIfAbsent(row[0], key -> backtest.begin(key, split)).add(value, List.of(observation));
        }
        return backtest.end();
    }

    private static BacktestResult run(
            BacktestSettings settings, List<Contender> contenders, Split split, double... values) {
        Backtest backtest = new Backtest(contenders, settings, OriginListener.NONE);
        SeriesBacktest series = backtest.begin("a", split);
        for (int row = 0; row < values.length; row++) {
            Observation observation = new Observation(row * 3_600_000L, values[row]);
            series.add(values[row], contenders.stream().map(one -> observation).toList());
        }
        return backtest.end();
    }

    private static void feed(SeriesBacktest series, double... values) {
        for (int row = 0; row < values.length; row++) {
            series.add(values[row], List.of(new Observation(row * 3_600_000L, values[row])));
        }
    }

    /** Forecasts the same value always, with quantiles at a distance from it. */
    private static Contender fixed(String name, double value, double distance) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Track begin() {
                return new Track() {
                    @Override
                    public boolean step(Observation observation) {
                        return true;
                    }

                    @Override
                    public void forecast(Prediction prediction) {
                        for (int step = 1; step <= prediction.steps(); step++) {
                            prediction.setPoint(step, value);
                            for (int level = 0; level < 3; level++) {
                                prediction.setQuantile(level, step, value + (level - 1) * distance);
                            }
                        }
                    }
                };
            }
        };
    }
}
