package io.gatecast.core.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.Observation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final double MISSING = Double.NaN;

    @Test
    void shouldRepeatTheNewestValueWithErrorsThatGrowWithTheRoot() {
        Prediction prediction = forecast(Baseline.NAIVE, 1, 4, 1, 3, MISSING, 1, -1);

        assertThat(prediction.point(1)).isEqualTo(-1);
        assertThat(prediction.point(4)).isEqualTo(-1);
        // Changes of one step are 2, -2 (over the missing value) and -2: a deviation of 2.
        assertThat(prediction.quantile(2, 1)).isCloseTo(-1 + 2 * 1.2815515655446004, within(1e-6));
        assertThat(prediction.quantile(0, 4)).isCloseTo(-1 - 4 * 1.2815515655446004, within(1e-6));
    }

    @Test
    void shouldRepeatTheNewestSeason() {
        Prediction prediction = forecast(Baseline.SEASONAL_NAIVE, 3, 5, 1, 2, 3, 11, MISSING, 13, 21);

        assertThat(IntStream.rangeClosed(1, 5).mapToDouble(prediction::point).toArray())
                .containsExactly(2, 13, 21, 2, 13);
    }

    @Test
    void shouldRepeatTheNewestValueUntilThereIsASeason() {
        Prediction prediction = forecast(Baseline.SEASONAL_NAIVE, 4, 4, 7, 9);

        // The third and the fourth step ahead are a season after the two values there are.
        assertThat(IntStream.rangeClosed(1, 4).mapToDouble(prediction::point).toArray())
                .containsExactly(9, 9, 7, 9);
    }

    @Test
    void shouldContinueTheLineThroughFirstAndNewestValue() {
        Prediction prediction = forecast(Baseline.DRIFT, 1, 2, MISSING, 10, 9, 14, 16);

        assertThat(prediction.point(1)).isCloseTo(18, within(1e-12));
        assertThat(prediction.point(2)).isCloseTo(20, within(1e-12));
        // Changes -1, 5 and 2: mean 2, variance 6; two steps ahead 6 * 2 * (1 + 2 / 3) = 20.
        assertThat(prediction.quantile(2, 2)).isCloseTo(20 + Math.sqrt(20) * 1.2815515655446004, within(1e-5));
    }

    @Test
    void shouldLearnLevelTrendAndSeason() {
        double[] values = IntStream.range(0, 60)
                .mapToDouble(t -> 100 + 0.5 * t + 10 * (t % 4 == 0 ? 1 : 0))
                .toArray();

        Prediction prediction = forecast(Baseline.HOLT_WINTERS, 4, 4, values);

        assertThat(prediction.point(1)).isCloseTo(140, within(1.0));
        assertThat(prediction.point(2)).isCloseTo(130.5, within(1.0));
        assertThat(prediction.point(4)).isCloseTo(131.5, within(1.0));
    }

    @Test
    void shouldSmoothWithoutASeasonWhereThereAreTooFewRows() {
        Prediction prediction = forecast(Baseline.HOLT_WINTERS, 24, 2, 5, 5, MISSING, 5, 5, 5);

        assertThat(prediction.point(2)).isCloseTo(5, within(1e-9));
        assertThat(prediction.quantile(0, 2)).isCloseTo(5, within(1e-9));
    }

    @Test
    void shouldForecastNothingBeforeTheFirstValue() {
        for (Baseline baseline : Baseline.values()) {
            Contender.Track track = baseline.contender(0, settings(2, 3)).begin();

            assertThat(track.step(new Observation(0, MISSING))).isFalse();
            assertThat(track.step(new Observation(1, 4))).isTrue();
            Prediction prediction = new Prediction(3, 3);
            track.forecast(prediction);
            assertThat(prediction.point(3)).isCloseTo(4, within(1e-12));
            assertThat(prediction.isFinite(3)).isTrue();
        }
    }

    private static Prediction forecast(Baseline baseline, int season, int horizon, double... values) {
        Contender.Track track = baseline.contender(0, settings(season, horizon)).begin();
        for (int row = 0; row < values.length; row++) {
            track.step(new Observation(row, values[row]));
        }
        Prediction prediction = new Prediction(horizon, 3);
        track.forecast(prediction);
        return prediction;
    }

    private static BacktestSettings settings(int season, int horizon) {
        return new BacktestSettings(horizon, season, 1, false, List.of(), List.of(0.1, 0.5, 0.9));
    }
}
