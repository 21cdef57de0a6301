package io.gatecast.core.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.core.train.TrainingSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bands are wide where little is known: at the beginning of a series, and while its values are missing. */
class HonestBandsTest {
    private static final long HOUR = 3_600_000;
    private static final int SERIES = 60;
    private static Model model;
    private static Model weekly;

    @BeforeAll
    static void train() {
        model = trained(List.of(24));
        weekly = trained(List.of(24, 168));
    }

    private static Model trained(List<Integer> seasons) {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            long[] times = new long[400];
            double[] values = new double[times.length];
            for (int row = 0; row < times.length; row++) {
                times[row] = row * HOUR;
                values[row] = value(s, row);
            }
            series.add(new TrainingSeries("s" + s, times, new double[][] {values}, List.of("value")));
        }
        TrainingOptions options =
                TrainingOptions.builder(6).seasons(seasons).hidden(8).epochs(3).build();
        return new Trainer(options, TrainingProgress.SILENT).train(series).model();
    }

    @Test
    void shouldBeginWithWideBandsThatHoldAndNarrow() {
        double[] width = new double[100];
        double[] inside = new double[100];
        for (int s = 0; s < SERIES; s++) {
            Forecaster forecaster = new Forecaster(model);
            SeriesState state = forecaster.initialState();
            for (int row = 0; row < width.length; row++) {
                Forecast forecast = forecaster
                        .step(state, new Observation(row * HOUR, value(100 + s, row)))
                        .forecast();
                double next = value(100 + s, row + 1);
                width[row] += width(forecast, 1) / SERIES;
                inside[row] += next >= low(forecast, 1) && next <= high(forecast, 1) ? 1.0 / SERIES : 0;
                assertThat(forecast.warmup()).isEqualTo(row + 1 < 24);
            }
        }

        double first = mean(width, 0, 4);
        double warm = mean(width, 60, 100);
        assertThat(first).as("width of the first forecasts").isGreaterThan(2 * warm);
        assertThat(mean(inside, 0, 24)).as("coverage of 95 %% in warm-up").isGreaterThan(0.93);
        assertThat(mean(inside, 24, 100)).as("coverage of 95 %% after it").isBetween(0.9, 0.99);
    }

    @Test
    void shouldCoverWhatItStatesOnceALongWarmUpHasEnded() {
        double inside = 0;
        for (int s = 0; s < SERIES; s++) {
            Forecaster forecaster = new Forecaster(weekly);
            SeriesState state = forecaster.initialState();
            for (int row = 0; row < 268; row++) {
                Forecast forecast = forecaster
                        .step(state, new Observation(row * HOUR, value(100 + s, row)))
                        .forecast();
                double next = value(100 + s, row + 1);
                boolean in80 = next >= forecast.quantile(forecast.levels().indexOf(0.1), 1)
                        && next <= forecast.quantile(forecast.levels().indexOf(0.9), 1);
                inside += row >= 168 && in80 ? 1.0 / (100 * SERIES) : 0;
            }
        }

        assertThat(inside).as("coverage of 80 %% after a warm-up of 168 steps").isBetween(0.77, 0.83);
    }

    @Test
    void shouldGrowLessCertainWhileValuesAreMissing() {
        double[] width = new double[6];
        double[] inside = new double[6];
        for (int s = 0; s < SERIES; s++) {
            Forecaster forecaster = new Forecaster(model);
            SeriesState state = forecaster.initialState();
            for (int row = 0; row < 200; row++) {
                forecaster.step(state, new Observation(row * HOUR, value(100 + s, row)));
            }
            for (int missing = 0; missing < width.length; missing++) {
                int row = 200 + missing;
                Forecast forecast = forecaster
                        .step(state, new Observation(row * HOUR, missing == 0 ? value(100 + s, row) : Double.NaN))
                        .forecast();
                double next = value(100 + s, row + 1);
                width[missing] += width(forecast, 1) / SERIES;
                inside[missing] += next >= low(forecast, 1) && next <= high(forecast, 1) ? 1.0 / SERIES : 0;
            }
        }

        assertThat(width[5]).as("width after five missing values").isGreaterThan(1.2 * width[0]);
        for (int missing = 1; missing < width.length; missing++) {
            assertThat(width[missing]).as("width after %d missing", missing).isGreaterThan(width[missing - 1] * 0.95);
        }
        assertThat(mean(inside, 1, 6)).as("coverage of 95 %% while missing").isGreaterThan(0.9);
    }

    private static double low(Forecast forecast, int step) {
        return forecast.quantile(0, step);
    }

    private static double high(Forecast forecast, int step) {
        return forecast.quantile(forecast.levels().size() - 1, step);
    }

    private static double width(Forecast forecast, int step) {
        return high(forecast, step) - low(forecast, step);
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }

    /** A random walk about a level with a daily season, the same for the same arguments. */
    private static double value(int series, int row) {
        Random random = new Random(series);
        double level = 100 + 40 * random.nextDouble();
        double walk = 0;
        for (int i = 0; i <= row; i++) {
            walk = 0.9 * walk + 2 * random.nextGaussian();
        }
        return level + 10 * StrictMath.sin(2 * Math.PI * row / 24) + walk;
    }
}
