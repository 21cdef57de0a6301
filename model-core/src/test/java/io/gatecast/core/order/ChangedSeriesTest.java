package io.gatecast.core.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals of series whose level or variance changes: how soon they cover again what they state. */
class ChangedSeriesTest {
    private static final long HOUR = 3_600_000;
    private static final int SERIES = 150;
    private static final int CHANGE = 600;
    private static final int HORIZON = 6;
    private static Model model;

    /** Coverage of 80 and 95 % intervals, by steps since the beginning and steps ahead. */
    private record Coverage(double[][] of80, double[][] of95) {
        double of80(int ahead, int from, int to) {
            return mean(of80[ahead - 1], from, to);
        }

        double of95(int ahead, int from, int to) {
            return mean(of95[ahead - 1], from, to);
        }

        private static double mean(double[] inside, int from, int to) {
            double sum = 0;
            for (int t = from; t < to; t++) {
                sum += inside[t];
            }
            return sum / (to - from) / SERIES;
        }
    }

    @BeforeAll
    static void train() {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            double[] values = values(s, 600, 0, 1);
            long[] times = new long[values.length];
            for (int row = 0; row < times.length; row++) {
                times[row] = row * HOUR;
            }
            series.add(new TrainingSeries("s" + s, times, new double[][] {values}, List.of("value")));
        }
        TrainingOptions options =
                TrainingOptions.builder(HORIZON).seasons(List.of(24)).hidden(0).build();
        model = new Trainer(options, TrainingProgress.SILENT).train(series).model();
    }

    /** A daily season, and noise that is remembered for a few hours. */
    private static double[] values(int seed, int rows, double rise, double deviation) {
        Random random = new Random(seed);
        double[] values = new double[rows];
        double noise = 0;
        for (int t = 0; t < rows; t++) {
            noise = 0.5 * noise + (t >= CHANGE ? deviation : 1) * random.nextGaussian();
            values[t] = 100 + (t >= CHANGE ? rise : 0) + 5 * Math.sin(t * 2 * Math.PI / 24) + noise;
        }
        return values;
    }

    private static Coverage run(int rows, double rise, double deviation) {
        Coverage coverage = new Coverage(new double[HORIZON][rows], new double[HORIZON][rows]);
        int low80 = model.spec().levels().indexOf(0.1);
        int low95 = model.spec().levels().indexOf(0.025);
        int last = model.spec().levels().size() - 1;
        for (int s = 0; s < SERIES; s++) {
            double[] values = values(1_000 + s, rows, rise, deviation);
            Forecaster forecaster = new Forecaster(model);
            SeriesState state = forecaster.initialState();
            for (int t = 0; t < rows; t++) {
                Forecast forecast = forecaster
                        .step(state, new Observation(t * HOUR, values[t]))
                        .forecast();
                for (int k = 1; k <= HORIZON && t + k < rows; k++) {
                    double then = values[t + k];
                    coverage.of80()[k - 1][t + k] += inside(forecast, low80, last - low80, k, then);
                    coverage.of95()[k - 1][t + k] += inside(forecast, low95, last - low95, k, then);
                }
            }
        }
        return coverage;
    }

    private static int inside(Forecast forecast, int low, int high, int ahead, double value) {
        return value >= forecast.quantile(low, ahead) && value <= forecast.quantile(high, ahead) ? 1 : 0;
    }

    @Test
    void shouldCoverWhatItStatesAfterFiveHundredSteps() {
        Coverage coverage = run(1_000, 0, 1);
        double of80 = 0;
        double of95 = 0;
        for (int k = 1; k <= HORIZON; k++) {
            of80 += coverage.of80(k, 500, 1_000) / HORIZON;
            of95 += coverage.of95(k, 500, 1_000) / HORIZON;
        }

        assertThat(of80).as("80 %%").isBetween(0.77, 0.83);
        assertThat(of95).as("95 %%").isBetween(0.93, 0.97);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 3})
    void shouldCoverAgainTwoHundredStepsAfterARiseOfVariance(double deviation) {
        Coverage coverage = run(CHANGE + 300, 0, deviation);

        assertThat(coverage.of95(1, CHANGE, CHANGE + 24)).as("at first").isLessThan(0.85);
        for (int k : new int[] {1, 3, HORIZON}) {
            assertThat(coverage.of80(k, CHANGE + 200, CHANGE + 300))
                    .as("80 %%, %d ahead", k)
                    .isEqualTo(0.8, offset(0.02));
            assertThat(coverage.of95(k, CHANGE + 200, CHANGE + 300))
                    .as("95 %%, %d ahead", k)
                    .isEqualTo(0.95, offset(0.02));
        }
    }

    /** Further ahead fewer and dependent outcomes tell of a fall, and nothing but its absence tells of a tail. */
    @ParameterizedTest
    @ValueSource(doubles = {1 / 2.0, 1 / 3.0})
    void shouldCoverAgainTwoHundredStepsAfterAFallOfVariance(double deviation) {
        Coverage coverage = run(CHANGE + 300, 0, deviation);

        assertThat(coverage.of95(1, CHANGE, CHANGE + 24)).as("at first").isGreaterThan(0.99);
        assertThat(coverage.of80(1, CHANGE + 200, CHANGE + 300)).as("80 %%").isEqualTo(0.8, offset(0.02));
        assertThat(coverage.of95(1, CHANGE + 200, CHANGE + 300)).as("95 %%").isEqualTo(0.95, offset(0.02));
        assertThat(coverage.of80(3, CHANGE + 200, CHANGE + 300))
                .as("80 %%, 3 ahead")
                .isEqualTo(0.8, offset(0.02));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-5, 5})
    void shouldCoverAgainTwoHundredStepsAfterAChangeOfLevel(double rise) {
        Coverage coverage = run(CHANGE + 300, rise, 1);

        assertThat(coverage.of95(1, CHANGE, CHANGE + 12)).as("at first").isLessThan(0.8);
        assertThat(coverage.of80(1, CHANGE + 200, CHANGE + 300)).as("80 %%").isEqualTo(0.8, offset(0.02));
        assertThat(coverage.of95(1, CHANGE + 200, CHANGE + 300)).as("95 %%").isEqualTo(0.95, offset(0.02));
    }

    /** For days the seasonal values of before the change mislead the model, and then no more: errors fall once again. */
    @Test
    void shouldCoverAgainAfterALargeChangeOfLevel() {
        Coverage coverage = run(CHANGE + 600, 15, 1);

        assertThat(coverage.of80(1, CHANGE + 200, CHANGE + 300)).as("80 %%").isEqualTo(0.8, offset(0.035));
        assertThat(coverage.of95(1, CHANGE + 200, CHANGE + 300)).as("95 %%").isEqualTo(0.95, offset(0.02));
        assertThat(coverage.of80(1, CHANGE + 400, CHANGE + 600))
                .as("80 %%, later")
                .isEqualTo(0.8, offset(0.02));
    }
}
