package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.imports.ImportOptions;
import io.gatecast.core.imports.Importer;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.core.train.TrainingSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A model that takes over a series must forecast as if it had run all along. */
class WarmingTest {
    private static final long HOUR = 3_600_000L;
    private static final long START = Instant.parse("2024-03-04T00:00:00Z").toEpochMilli();
    private static final int ROWS = 6 * 168;
    private static final int AHEAD = 6;

    private static Model linear;
    private static Model recurrent;
    private static Model logarithmic;

    @BeforeAll
    static void train() {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 6; s++) {
            double[] values = demand(s, ROWS);
            long[] times = new long[ROWS];
            for (int row = 0; row < ROWS; row++) {
                times[row] = START + row * HOUR;
            }
            series.add(new TrainingSeries("s" + s, times, new double[][] {values}, List.of("value")));
        }
        linear = train(0, Transform.IDENTITY, series);
        recurrent = train(12, Transform.IDENTITY, series);
        logarithmic = train(12, Transform.LOG, series);
    }

    private static Model train(int hidden, Transform transform, List<TrainingSeries> series) {
        TrainingOptions options = TrainingOptions.builder(AHEAD)
                .seasons(List.of(24, 168))
                .hidden(hidden)
                .transform(transform)
                .epochs(8)
                .seed(5)
                .build();
        return new Trainer(options, TrainingProgress.SILENT).train(series).model();
    }

    /** Hourly demand: two peaks a day, quieter weekends, and Hénon's map, which no linear model can follow. */
    private static double[] demand(int series, int rows) {
        SplittableRandom random = new SplittableRandom(900 + series);
        double[] values = new double[rows];
        double[] x = {0.1, 0.3};
        for (int row = 0; row < rows; row++) {
            int hour = row % 24;
            double day =
                    10 * Math.exp(-(hour - 8) * (hour - 8) / 8.0) + 14 * Math.exp(-(hour - 18) * (hour - 18) / 12.0);
            double weekend = row / 24 % 7 >= 5 ? 0.6 : 1;
            double next = 1 - 1.4 * x[1] * x[1] + 0.3 * x[0] + random.nextDouble(-0.02, 0.02);
            x = new double[] {x[1], Math.abs(next) > 1.3 ? 0.3 : next};
            values[row] = (40 + 15 * series) * (1 + 0.05 * (day * weekend + 2 * x[1]));
        }
        return values;
    }

    /**
     * Losses over many moments of taking over: of the model that took over, of the same that ran all along, and of the same
     * that began with nothing.
     */
    private record Losses(double taken, double allAlong, double firstTaken, double firstAllAlong, double firstCold) {}

    /** Lets one model forecast series it was not trained on, and another take over at 20 hours of each. */
    private static Losses takeOver(Model before, Model after) {
        Forecaster old = new Forecaster(before);
        Forecaster now = new Forecaster(after);
        SeriesStateCodec oldCodec = new SeriesStateCodec(old, "0000000000000001");
        SeriesStateCodec nowCodec = new SeriesStateCodec(now, "0000000000000002");
        double[] sums = new double[5];
        for (int s = 0; s < 4; s++) {
            double[] values = demand(100 + s, ROWS);
            SeriesState oldState = old.initialState();
            SeriesState allAlong = now.initialState();
            for (int row = 0; row + AHEAD < ROWS; row++) {
                Observation observation = new Observation(START + row * HOUR, values[row]);
                old.step(oldState, observation);
                now.step(allAlong, observation);
                if (row >= 500 && row % 24 == s * 5) {
                    SeriesState taken = nowCodec.translate(oldCodec.encode(oldState), observation)
                            .state();
                    sums[0] += oneStepLosses(now, taken, values, row);
                    sums[1] += oneStepLosses(now, nowCodec.decode(nowCodec.encode(allAlong)), values, row);
                    sums[2] += firstForecastLoss(
                            now,
                            nowCodec.translate(oldCodec.encode(oldState), observation)
                                    .state(),
                            values,
                            row);
                    sums[3] += firstForecastLoss(now, nowCodec.decode(nowCodec.encode(allAlong)), values, row);
                    sums[4] += firstForecastLoss(now, now.initialState(), values, row);
                }
            }
        }
        return new Losses(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    /** What a model makes of a state that another one has saved. */
    private static SeriesState taken(Forecaster forecaster, byte[] saved) {
        return new SeriesStateCodec(forecaster, "0000000000000009")
                .translate(saved, new Observation(START, 1))
                .state();
    }

    /** Pinball losses of the forecasts for one step ahead, over a day. */
    private static double oneStepLosses(Forecaster forecaster, SeriesState state, double[] values, int row) {
        double sum = 0;
        for (int next = row + 1; next + 1 <= row + AHEAD; next++) {
            Forecast forecast = forecaster
                    .step(state, new Observation(START + next * HOUR, values[next]))
                    .forecast();
            sum += loss(forecast, 1, values[next + 1]);
        }
        return sum;
    }

    /** Pinball losses of all steps ahead of the next forecast. */
    private static double firstForecastLoss(Forecaster forecaster, SeriesState state, double[] values, int row) {
        Forecast forecast = forecaster
                .step(state, new Observation(START + (row + 1) * HOUR, values[row + 1]))
                .forecast();
        double sum = 0;
        for (int ahead = 1; row + 1 + ahead < values.length && ahead <= AHEAD; ahead++) {
            sum += loss(forecast, ahead, values[row + 1 + ahead]);
        }
        return sum;
    }

    private static double loss(Forecast forecast, int ahead, double outcome) {
        double sum = 0;
        for (int q = 0; q < forecast.levels().size(); q++) {
            double error = outcome - forecast.quantile(q, ahead);
            sum += Math.max(forecast.levels().get(q) * error, (forecast.levels().get(q) - 1) * error);
        }
        return sum / forecast.levels().size();
    }

    @Test
    void shouldForecastWithinTheNormalErrorRightAfterTakingOver() {
        Losses losses = takeOver(linear, recurrent);

        assertThat(recurrent.spec().hidden()).isEqualTo(12);
        assertThat(losses.firstTaken()).isBetween(0.97 * losses.firstAllAlong(), 1.03 * losses.firstAllAlong());
        assertThat(losses.taken()).isBetween(0.97 * losses.allAlong(), 1.03 * losses.allAlong());
        assertThat(losses.firstCold()).isGreaterThan(1.5 * losses.firstAllAlong());
    }

    @Test
    void shouldTakeOverFromModelOfLogarithmsAndTheOtherWayRound() {
        Losses fromLogarithms = takeOver(logarithmic, recurrent);
        Losses toLogarithms = takeOver(linear, logarithmic);

        assertThat(fromLogarithms.firstTaken())
                .isBetween(0.97 * fromLogarithms.firstAllAlong(), 1.03 * fromLogarithms.firstAllAlong());
        assertThat(toLogarithms.firstTaken())
                .isBetween(0.97 * toLogarithms.firstAllAlong(), 1.03 * toLogarithms.firstAllAlong());
    }

    @Test
    void shouldEndAtTheSameTimeWithTheSameValues() {
        Forecaster old = new Forecaster(linear);
        Forecaster now = new Forecaster(recurrent);
        double[] values = demand(1, 100);
        SeriesState state = old.initialState();
        for (int row = 0; row < 100; row++) {
            old.step(state, new Observation(START + row * HOUR, values[row]));
        }

        SeriesState taken = taken(now, new SeriesStateCodec(old, "1").encode(state));

        assertThat(taken.clockMs()).isEqualTo(START + 99 * HOUR);
        assertThat(taken.steps()).isEqualTo(100);
        assertThat(taken.view[0].window().at(0) + taken.anchor[0]).isCloseTo(values[99], within(1e-4));
        assertThat(taken.view[0].window().at(99) + taken.anchor[0]).isCloseTo(values[0], within(1e-4));
    }

    @Test
    void shouldGiveTheSameBitsEveryTime() {
        Forecaster old = new Forecaster(linear);
        Forecaster now = new Forecaster(logarithmic);
        double[] values = demand(2, 300);
        SeriesState state = old.initialState();
        for (int row = 0; row < 300; row++) {
            old.step(state, new Observation(START + row * HOUR, values[row]));
        }
        byte[] saved = new SeriesStateCodec(old, "1").encode(state);
        SeriesStateCodec codec = new SeriesStateCodec(now, "2");

        byte[] once = codec.encode(taken(now, saved));

        assertThat(codec.encode(taken(new Forecaster(logarithmic), saved))).isEqualTo(once);
    }

    @Test
    void shouldWarmUpImportedNetworks() throws IOException {
        Path file = Path.of("src", "test", "resources", "imports", "lstm.safetensors");
        Model imported = Importer.read(
                        Files.readAllBytes(file),
                        "lstm.safetensors",
                        ImportOptions.of("{\"horizon\": 3, \"mean\": 100, \"std\": 30}", Map.of()))
                .model();
        Forecaster old = new Forecaster(linear);
        Forecaster now = new Forecaster(imported);
        double[] values = demand(3, 600);
        SeriesState state = old.initialState();
        SeriesState allAlong = now.initialState();
        for (int row = 0; row < 600; row++) {
            Observation observation = new Observation(START + row * HOUR, values[row]);
            old.step(state, observation);
            now.step(allAlong, observation);
        }

        SeriesState taken = taken(now, new SeriesStateCodec(old, "1").encode(state));

        for (int m = 0; m + 1 < taken.hidden.length; m++) {
            assertThat(taken.hidden[m]).containsExactly(allAlong.hidden[m], within(1e-3f));
        }
    }

    @Test
    void shouldCountTimesBackByTheMostCommonDistance() {
        Model model = TestModels.random(TestModels.plain(3, TestModels.LEVELS), 1);
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();
        for (int row = 0; row < 9; row++) {
            long pause = row >= 5 ? 7 * HOUR : 0;
            forecaster.step(state, new Observation(START + row * HOUR + pause, row));
        }

        SeriesState taken = taken(forecaster, new SeriesStateCodec(forecaster, "1").encode(state));

        assertThat(taken.interval.ms()).isEqualTo(HOUR);
        assertThat(taken.clockMs()).isEqualTo(START + 15 * HOUR);
    }

    @Test
    void shouldNotTakeForObservedWhatHasBeenMissingSinceTheLatestValue() {
        Forecaster old = new Forecaster(linear);
        Forecaster now = new Forecaster(recurrent);
        double[] values = demand(4, 300);
        SeriesState state = old.initialState();
        SeriesState allAlong = now.initialState();
        for (int row = 0; row < 300; row++) {
            Observation observation = new Observation(START + row * HOUR, row < 290 ? values[row] : Double.NaN);
            old.step(state, observation);
            now.step(allAlong, observation);
        }

        SeriesState taken = taken(now, new SeriesStateCodec(old, "1").encode(state));

        assertThat(allAlong.unobserved).containsExactly(10);
        assertThat(taken.unobserved).containsExactly(10);
        assertThat(taken.view[0].window().at(0) + taken.anchor[0])
                .isCloseTo(allAlong.view[0].window().at(0) + allAlong.anchor[0], within(0.5));
    }

    @Test
    void shouldKeepTheInitialStateOfSeriesThatHasSeenNothing() {
        Forecaster forecaster = new Forecaster(recurrent);
        SeriesStateCodec codec = new SeriesStateCodec(forecaster, "1");

        SeriesState taken = taken(forecaster, codec.encode(forecaster.initialState()));

        assertThat(taken.steps()).isZero();
    }

    @Test
    void shouldRefuseSeriesOfAnotherNumberOfColumns() {
        Forecaster two = new Forecaster(
                TestModels.random(TestModels.spec(CellKind.GRU, 4, 1, Transform.IDENTITY, "value", "wind"), 1));
        SeriesStateCodec codec = new SeriesStateCodec(two, "1");
        byte[] saved = codec.encode(two.initialState());

        assertThatThrownBy(() -> taken(new Forecaster(recurrent), saved))
                .isInstanceOf(StateFormatException.class)
                .hasMessage("saved state: expected 1 columns, found 2");
    }
}
