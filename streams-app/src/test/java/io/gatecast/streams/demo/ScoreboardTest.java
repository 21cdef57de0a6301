package io.gatecast.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
    private static final List<Double> LEVELS = List.of(0.05, 0.1, 0.5, 0.9, 0.95);

    @Test
    void shouldCompareWithTheValueOneSeasonBefore() {
        Scoreboard board = new Scoreboard(2, 1);
        observe(board, 10, 20, 14, 21);

        forecast(board, 1, 16); // outcome 14: error 2; seasonal naive 10: error 4
        forecast(board, 2, 22); // outcome 21: error 1; seasonal naive 20: error 1

        assertThat(board.ofNext().outcomes()).isEqualTo(2);
        assertThat(board.ofNext().relativeError()).isEqualTo(3.0 / 5, within(1e-12));
        assertThat(board.ofNext().skill()).isEqualTo(0.4, within(1e-12));
    }

    @Test
    void shouldCountOutcomesInsideTheBands() {
        Scoreboard board = new Scoreboard(1, 1);
        observe(board, 0, 1.5, 2.5, 9);

        forecast(board, 0, 0);
        forecast(board, 1, 0);
        forecast(board, 2, 0);

        // Outcomes are 1.5, 2.5 and 9; the bands are [-1, 1] and [-2, 2]; there is none of 95 %.
        assertThat(board.ofNext().covered80()).isZero();
        assertThat(board.ofNext().covered90()).isEqualTo(1.0 / 3, within(1e-12));
        assertThat(board.ofNext().covered95()).isNaN();
    }

    @Test
    void shouldLeaveOutMissingOutcomesAndReferences() {
        Scoreboard board = new Scoreboard(1, 1);
        observe(board, 1, Double.NaN, 3, 5);

        for (int row = 0; row < 3; row++) {
            forecast(board, row, 4);
        }

        assertThat(board.ofNext().outcomes()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutForecastsMadeWhileWarmingUp() {
        Scoreboard board = new Scoreboard(1, 1);
        observe(board, 1, 2, 3);

        board.forecast(forecastAt(0, 1, true));

        assertThat(board.forecasts()).isOne();
        assertThat(board.ofNext().outcomes()).isZero();
    }

    @Test
    void shouldReplaceRevisedForecast() {
        Scoreboard board = new Scoreboard(1, 1);
        observe(board, 0, 10);

        forecast(board, 0, 99);
        forecast(board, 0, 5);

        assertThat(board.ofNext().relativeError()).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void shouldNotLookIntoTheFutureForTheReferenceOfFarSteps() {
        Scoreboard board = new Scoreboard(2, 3);
        observe(board, 8, 0, 0, 0, 10);

        // Issued at row 1, three steps ahead is row 4; the last value of that phase known then is row 0.
        Forecast forecast = forecastAt(1, 10, false);
        ForecastStep step = forecast.getSteps().get(0);
        board.forecast(Forecast.newBuilder(forecast)
                .setSteps(List.of(step, step, step))
                .build());

        assertThat(board.ofFarthest().outcomes()).isOne();
        assertThat(board.ofFarthest().relativeError()).isLessThan(1e-5);
    }

    private static void observe(Scoreboard board, double... values) {
        for (int row = 0; row < values.length; row++) {
            board.observe("a", row * 1000L, values[row]);
        }
    }

    private static void forecast(Scoreboard board, int row, double mean) {
        board.forecast(forecastAt(row, mean, false));
    }

    private static Forecast forecastAt(int row, double mean, boolean warmup) {
        return Forecast.newBuilder()
                .setKey("a")
                .setIssuedAtMs(row * 1000L)
                .setStepMs(1000)
                .setLevels(LEVELS)
                .setSteps(List.of(new ForecastStep(mean, List.of(mean - 2, mean - 1, mean, mean + 1, mean + 2))))
                .setModelId("m")
                .setStepCount(row)
                .setWarmup(warmup)
                .build();
    }
}
