package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatecast.core.Forecaster;
import io.gatecast.core.HorizonScore;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
    private static final long HOUR = 3_600_000L;

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder(6)
                .hidden(4)
                .epochs(3)
                .seasons(List.of(12))
                .levels(List.of(0.1, 0.5, 0.9));
    }

    private static TrainedModel train(TrainingOptions.Builder options, List<TrainingSeries> series) {
        return new Trainer(options.build(), TrainingProgress.SILENT).train(series);
    }

    @Test
    void shouldLearnTheSameBitsFromTheSameSeedOnAnyNumberOfThreads() {
        List<TrainingSeries> series = seasonal(5, 300, 12, 1);
        String id = ArtifactFile.id(train(options().seed(7).threads(1), series).model());

        assertThat(ArtifactFile.id(train(options().seed(7).threads(1), series).model()))
                .isEqualTo(id);
        assertThat(ArtifactFile.id(train(options().seed(7).threads(2), series).model()))
                .isEqualTo(id);
        assertThat(ArtifactFile.id(train(options().seed(7).threads(3), series).model()))
                .isEqualTo(id);
    }

    @Test
    void shouldLearnOtherBitsFromAnotherSeed() {
        // Where the recurrent part helps, so that it is kept.
        List<TrainingSeries> series = chaos(6, 500);
        TrainingOptions.Builder options = TrainingOptions.builder(1)
                .seasons(List.of())
                .hidden(8)
                .epochs(8)
                .transform(Transform.IDENTITY)
                .levels(List.of(0.1, 0.5, 0.9));
        TrainedModel first = train(options.seed(1), series);
        TrainedModel second = train(options.seed(2), series);

        assertThat(first.model().spec().hidden()).isEqualTo(8);
        assertThat(first.model().learned().untilMs())
                .as("the last tenth is the validation part")
                .isEqualTo(series.get(0).timestampMs(449));
        assertThat(ArtifactFile.id(first.model())).isNotEqualTo(ArtifactFile.id(second.model()));
    }

    @Test
    void shouldBeatSeasonalNaiveOnANoisyDailyAndWeeklySeason() {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            SplittableRandom random = new SplittableRandom(40 + s);
            series.add(series(
                    "s" + s,
                    6 * 168,
                    row -> 50 + 10 * Math.sin(2 * Math.PI * row / 24) + (row / 24 % 7 >= 5 ? -8 : 0) + noise(random)));
        }

        TrainedModel trained = train(
                TrainingOptions.builder(24)
                        .hidden(4)
                        .epochs(2)
                        .seasons(List.of(24, 168))
                        .seed(3),
                series);

        assertThat(trained.report().scores()).isNotEmpty();
        for (HorizonScore score : trained.report().scores()) {
            assertThat(score.model())
                    .as("steps %d to %d", score.fromStep(), score.toStep())
                    .isLessThan(0.9 * score.seasonalNaive());
            assertThat(score.model()).isLessThan(score.naive());
            assertThat(score.coverage80()).isBetween(0.7, 0.9);
            assertThat(score.coverage95()).isBetween(0.88, 0.99);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GRU, RESET_BEFORE, 4, 1",
        "GRU, RESET_AFTER, 4, 2",
        "LSTM, RESET_AFTER, 4, 1",
        "RNN, RESET_AFTER, 4, 2",
        "MGU, RESET_AFTER, 4, 2",
        "GRU, RESET_AFTER, 0, 1"
    })
    void shouldTrainEveryKindOfCell(CellKind cell, ResetVariant reset, int hidden, int layers) {
        TrainedModel trained =
                train(options().cell(cell).reset(reset).hidden(hidden).layers(layers), seasonal(3, 200, 12, 2));

        assertFinite(trained);
        assertThat(trained.report().scores()).isNotEmpty();
        assertThat(trained.report().settings()).containsKeys("cell", "hidden", "horizon", "seasons", "epochs", "seed");
    }

    @Test
    void shouldTrainOnOneConstantSeries() {
        TrainedModel trained = train(options(), List.of(series("constant", 200, row -> 5)));

        assertFinite(trained);
        Step step = run(trained, 50, row -> 5);
        assertThat(step.forecast().mean(3)).isEqualTo(5);
    }

    @Test
    void shouldTrainOnAConstantSeriesBesidesOthers() {
        List<TrainingSeries> series = new ArrayList<>(seasonal(2, 200, 12, 3));
        series.add(1, series("constant", 200, row -> 5));

        assertFinite(train(options(), series));
    }

    @Test
    void shouldTrainOnSeriesOfVeryDifferentLengthsAndScales() {
        List<TrainingSeries> series = new ArrayList<>(seasonal(1, 500, 12, 4));
        series.add(series("empty", 0, row -> 0));
        series.add(series("one row", 1, row -> 3));
        series.add(series("three rows", 3, row -> row));
        series.add(series("large", 90, row -> 1e12 * Math.sin(row)));
        series.add(series("small", 150, row -> 1e-12 * Math.cos(row)));
        series.add(series("all missing", 60, row -> Double.NaN));

        assertFinite(train(options(), series));
    }

    @Test
    void shouldTrainOnMissingValuesAndSeveralColumns() {
        SplittableRandom random = new SplittableRandom(5);
        int rows = 300;
        double[][] values = new double[3][rows];
        long[] times = new long[rows];
        for (int row = 0; row < rows; row++) {
            times[row] = row * HOUR;
            values[0][row] = row < 2 || random.nextInt(5) == 0 ? Double.NaN : Math.sin(row / 3.0) + noise(random);
            values[1][row] = random.nextInt(3) == 0 ? Double.NaN : noise(random);
            values[2][row] = row > 200 && row < 260 ? Double.NaN : row;
        }
        TrainingSeries series = new TrainingSeries("a", times, values, List.of("value", "wind", "sun"));

        TrainedModel trained = train(options(), List.of(series));

        assertFinite(trained);
        assertThat(trained.model().spec().columns()).containsExactly("value", "wind", "sun");
    }

    @Test
    void shouldSayClearlyWhatIsTooShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(options(), List.of(series("a", 7, row -> row), series("b", 3, row -> row))))
                .withMessage(
                        "training for a horizon of 6 needs a series of at least 8 rows with a value, the longest has"
                                + " 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(options(), List.of()))
                .withMessage("training needs at least one series, got none");
    }

    @Test
    void shouldSayClearlyThatThereIsNothingToLearnFrom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(options(), List.of(series("a", 100, row -> Double.NaN))))
                .withMessageContaining("6")
                .withMessageContaining("the longest has 0");
    }

    @Test
    void shouldValidateOnManyShortSeries() {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 16_000; s++) {
            int phase = s;
            series.add(series("s" + s, 20, row -> 3 + (row + phase) % 4 + 0.01 * (row * phase % 5)));
        }
        double[] loss = new double[1];
        TrainingOptions options = TrainingOptions.builder(2)
                .hidden(0)
                .seasons(List.of(4))
                .levels(List.of(0.5))
                .build();

        new Trainer(options, new Losses(loss)).train(series);

        assertThat(loss[0]).isBetween(0.0, 0.05);
    }

    @Test
    void shouldWalkThroughAPartOfALargeInputPerEpoch() {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 6; s++) {
            series.add(series("s" + s, 200_000, row -> (row * 37 % 101) / 101.0));
        }
        TrainingOptions options = TrainingOptions.builder(1)
                .hidden(1)
                .epochs(1)
                .seasons(List.of())
                .levels(List.of(0.5))
                .build();

        TrainedModel trained = new Trainer(options, TrainingProgress.SILENT).train(series);

        // 1,080,000 rows to learn from in lanes of 1,024.
        assertThat(trained.report().settings())
                .containsEntry("series parts per epoch", "977 of 1056 (other ones in every epoch)");
        assertFinite(trained);
    }

    /** Keeps the validation loss of the linear start. */
    private record Losses(double[] first) implements TrainingProgress {
        @Override
        public void setting(String name, String value, String why) {}

        @Override
        public void epoch(int epoch, int epochs, double trainingLoss, double validationLoss, boolean best) {
            first[0] = epoch == 0 ? validationLoss : first[0];
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    }

    @Test
    void shouldTrainOnTheShortestSeriesAccepted() {
        for (int rows = 8; rows < 40; rows++) {
            assertFinite(train(options().epochs(1), List.of(series("a", rows, Math::sqrt))));
        }
    }

    @Test
    void shouldRefuseSeriesWithOtherColumns() {
        TrainingSeries other = new TrainingSeries("b", new long[0], new double[2][0], List.of("value", "wind"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(options(), List.of(series("a", 100, row -> row), other)))
                .withMessage("all series must have the columns [value], series b has [value, wind]");
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        List<TrainingSeries> series = seasonal(1, 100, 12, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(options().layers(0), series))
                .withMessageContaining("layers must be in");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(TrainingOptions.builder(0), series))
                .withMessageContaining("horizon must be in");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options().threads(0).build())
                .withMessageContaining("threads");
    }

    @Test
    void shouldStopWhenAskedAndKeepTheBestSoFar() {
        List<TrainingSeries> series = seasonal(4, 400, 12, 6);
        Stopping atOnce = new Stopping(0);
        TrainedModel linear = new Trainer(options().epochs(1_000_000).build(), atOnce).train(series);
        Stopping afterFive = new Stopping(5);
        TrainedModel stopped = new Trainer(options().epochs(1_000_000).build(), afterFive).train(series);

        assertThat(linear.model().spec().hidden()).isZero();
        assertThat(afterFive.epochs).isLessThanOrEqualTo(6);
        assertFinite(stopped);
        assertThat(stopped.report().scores()).isNotEmpty();
    }

    /** Asks for the end once so many epochs are over, the linear start not counted. */
    private static final class Stopping implements TrainingProgress {
        private final int after;
        private int epochs;

        Stopping(int after) {
            this.after = after;
        }

        @Override
        public void setting(String name, String value, String why) {}

        @Override
        public void epoch(int epoch, int planned, double trainingLoss, double validationLoss, boolean best) {
            epochs = epoch;
        }

        @Override
        public boolean stopRequested() {
            return epochs >= after;
        }
    }

    @Test
    void shouldReportEveryEpochAndMarkTheBest() {
        List<String> heard = new ArrayList<>();
        double[] best = {Double.POSITIVE_INFINITY};
        new Trainer(options().build(), new TrainingProgress() {
                    @Override
                    public void setting(String name, String value, String why) {
                        assertThat(value).isNotBlank();
                        assertThat(why).isNotBlank();
                    }

                    @Override
                    public void epoch(int epoch, int epochs, double training, double validation, boolean isBest) {
                        heard.add(epoch + " of " + epochs);
                        assertThat(isBest).isEqualTo(validation < best[0]);
                        best[0] = Math.min(best[0], validation);
                    }

                    @Override
                    public boolean stopRequested() {
                        return false;
                    }
                })
                .train(seasonal(3, 200, 12, 7));

        assertThat(heard).containsExactly("0 of 3", "1 of 3", "2 of 3", "3 of 3");
    }

    private interface Values {
        double at(int row);
    }

    private static TrainingSeries series(String key, int rows, Values values) {
        long[] times = new long[rows];
        double[][] data = new double[1][rows];
        for (int row = 0; row < rows; row++) {
            times[row] = row * HOUR;
            data[0][row] = values.at(row);
        }
        return new TrainingSeries(key, times, data, List.of("value"));
    }

    private static List<TrainingSeries> seasonal(int count, int rows, int season, long seed) {
        List<TrainingSeries> all = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            SplittableRandom random = new SplittableRandom(seed * 100 + s);
            double phase = s;
            all.add(series(
                    "s" + s, rows, row -> 20 + 5 * Math.sin(2 * Math.PI * row / season + phase) + noise(random)));
        }
        return all;
    }

    /** Hénon's map: the next value depends on the square of the last. */
    private static List<TrainingSeries> chaos(int count, int rows) {
        List<TrainingSeries> all = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            SplittableRandom random = new SplittableRandom(s);
            double[] x = new double[rows];
            for (int row = 0; row < rows; row++) {
                double last = row < 1 ? 0.3 : x[row - 1];
                x[row] = 1 - 1.4 * last * last + 0.3 * (row < 2 ? 0.1 : x[row - 2]) + 0.01 * noise(random);
                if (Math.abs(x[row]) > 1.4) {
                    x[row] = 0.3;
                }
            }
            all.add(series("s" + s, rows, row -> x[row]));
        }
        return all;
    }

    /** About normal, deviation 1. */
    private static double noise(SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum - 6;
    }

    private static Step run(TrainedModel trained, int steps, Values values) {
        Forecaster forecaster = new Forecaster(trained.model());
        SeriesState state = forecaster.initialState();
        for (int row = 0; row < steps - 1; row++) {
            forecaster.step(state, new Observation(row * HOUR, values.at(row)));
        }
        return forecaster.step(state, new Observation((steps - 1) * HOUR, values.at(steps - 1)));
    }

    private static void assertFinite(TrainedModel trained) {
        trained.model().parameters().forEach((name, matrix) -> {
            float[] values = matrix.toRowMajor();
            boolean finite = true;
            for (float value : values) {
                finite &= Float.isFinite(value);
            }
            assertThat(finite).as("%s: %s", name, Arrays.toString(values)).isTrue();
        });
        for (HorizonScore score : trained.report().scores()) {
            assertThat(score.model()).isFinite();
            assertThat(score.naive()).isFinite();
            assertThat(score.seasonalNaive()).isFinite();
            assertThat(score.linear()).isFinite();
        }
    }
}
