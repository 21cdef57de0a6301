package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.TestModels;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticNumber;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreparedSeriesTest {
    private static final int ROWS = 400;

    @ParameterizedTest
    @EnumSource
    void shouldGiveTrainingTheVeryFeaturesOfALiveSeries(Transform transform) {
        for (long seed = 1; seed <= 5; seed++) {
            ModelSpec spec = TestModels.spec(CellKind.GRU, 3, 1, transform, "value", "wind");
            Model model = TestModels.random(spec, seed);
            double[][] values = values(seed, transform, 2);
            PreparedSeries prepared = new PreparedSeries(spec, series(values), ROWS);
            SeriesView view = prepared.newView();
            FeatureVector training = model.features().newVector();
            FeatureVector live = model.features().newVector();
            Forecaster forecaster = new Forecaster(model);
            SeriesState state = forecaster.initialState();

            for (int row = 0; row < ROWS; row++) {
                forecaster.step(state, new Observation(timestamp(row), values[0][row], values[1][row]));
                model.features().write(TestModels.view(forecaster), state.clockMs(), live);
                prepared.moveTo(row, view);
                model.features().write(view, prepared.timestampMs(row), training);

                String place = "seed " + seed + ", row " + row;
                assertSameBits(place, training.recurrent(), live.recurrent());
                assertSameBits(
                        place, training.target(0).linear(), live.target(0).linear());
                assertSameBits(place, training.target(0).base(), live.target(0).base());
                for (int p = 0; p < live.target(0).seasonal().length; p++) {
                    assertSameBits(
                            place,
                            training.target(0).seasonal()[p],
                            live.target(0).seasonal()[p]);
                }
            }
        }
    }

    @Test
    void shouldGiveTrainingTheVeryKnownAndStaticFeaturesOfALiveSeries() {
        ColumnRoles roles = new ColumnRoles(
                1,
                List.of(new KnownColumn("plan", 3, 2), new KnownColumn("holiday", 0.1, 0.3)),
                List.of(new StaticNumber("capacity", 7, 2), new StaticCategory("site", List.of("north", "south"))));
        ModelSpec spec = TestModels.with(roles, TestModels.spec(CellKind.GRU, 3, 1, Transform.LOG, "value", "wind"));
        Model model = TestModels.random(spec, 1);
        SplittableRandom random = new SplittableRandom(11);
        double[][] known = new double[2][ROWS];
        for (int row = 0; row < ROWS; row++) {
            known[0][row] = random.nextInt(7) == 0 ? Double.NaN : random.nextDouble(6);
            known[1][row] = random.nextInt(10) == 0 ? 1 : 0;
        }
        double[][] values = values(4, Transform.LOG, 2);
        values[1][0] = Double.NaN;
        // The last rows only tell the future.
        for (int row = ROWS - 3; row < ROWS; row++) {
            values[0][row] = Double.NaN;
            values[1][row] = Double.NaN;
        }
        TrainingSeries source = new TrainingSeries(
                "a",
                LongStream.range(0, ROWS).map(row -> timestamp((int) row)).toArray(),
                values,
                known,
                List.of("9.5", "south"),
                new SeriesColumns(
                        List.of("value"), List.of("wind"), List.of("plan", "holiday"), List.of("capacity", "site")));
        PreparedSeries prepared = new PreparedSeries(spec, source, ROWS);
        SeriesView view = prepared.newView();
        FeatureVector training = model.features().newVector();
        FeatureVector live = model.features().newVector();
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();

        assertThat(prepared.rows()).isEqualTo(ROWS - 4);
        for (int row = 0; row < prepared.rows(); row++) {
            forecaster.step(state, prepared.observation(row));
            model.features().write(TestModels.view(forecaster), state.clockMs(), live);
            prepared.moveTo(row, view);
            model.features().write(view, prepared.timestampMs(row), training);

            assertSameBits("row " + row, training.recurrent(), live.recurrent());
            assertSameBits(
                    "row " + row, training.target(0).linear(), live.target(0).linear());
            for (int p = 0; p < live.target(0).seasonal().length; p++) {
                assertSameBits(
                        "row " + row,
                        training.target(0).seasonal()[p],
                        live.target(0).seasonal()[p]);
            }
        }
        // What is known two steps after the last observed row, in 5 values now and ahead.
        assertThat(prepared.observation(ROWS - 5).known(1, 3)).isEqualTo(known[1][ROWS - 1]);
        assertThat(prepared.observation(ROWS - 5).known(1, 4)).isNaN();
    }

    @Test
    void shouldBeginAtTheFirstRowWithAValueInEveryColumn() {
        double[][] values = values(1, Transform.IDENTITY, 2);
        values[0][0] = Double.NaN;
        values[1][1] = Double.NaN;
        values[0][2] = Double.NaN;

        PreparedSeries prepared = new PreparedSeries(
                TestModels.spec(CellKind.GRU, 3, 1, Transform.IDENTITY, "value", "wind"), series(values), 300);

        assertThat(prepared.first()).isEqualTo(3);
        assertThat(prepared.rows()).isEqualTo(ROWS - 3);
        assertThat(prepared.validationStart()).isEqualTo(297);
        assertThat(prepared.timestampMs(0)).isEqualTo(timestamp(3));
        assertThat(prepared.missing(0, 0)).isFalse();
    }

    @Test
    void shouldHaveNoTargetWhereAValueIsMissingAndNeverAFeatureThatIsNotANumber() {
        double[][] values = values(2, Transform.IDENTITY, 1);
        SplittableRandom random = new SplittableRandom(3);
        for (int row = 1; row < ROWS; row++) {
            if (random.nextInt(4) == 0 || row > 100 && row < 150) {
                values[0][row] = Double.NaN;
            }
        }
        ModelSpec spec = TestModels.spec(CellKind.GRU, 3, 1, Transform.IDENTITY, "value");
        Model model = TestModels.random(spec, 1);
        PreparedSeries prepared = new PreparedSeries(spec, series(values), ROWS);
        SeriesView view = prepared.newView();
        FeatureVector vector = model.features().newVector();

        for (int row = 0; row < ROWS; row++) {
            prepared.moveTo(row, view);
            model.features().write(view, prepared.timestampMs(row), vector);
            assertThat(prepared.missing(0, row)).isEqualTo(Double.isNaN(values[0][row]));
            if (row > 0) {
                assertThat(Float.isNaN(prepared.scaledTarget(0, row, 1, vector.target(0), 8f)))
                        .isEqualTo(Double.isNaN(values[0][row]));
            }
            for (float[] part : new float[][] {
                vector.recurrent(), vector.target(0).linear(), vector.target(0).base()
            }) {
                for (float value : part) {
                    assertThat(value).as("row %d", row).isFinite();
                }
            }
        }
    }

    private static double[][] values(long seed, Transform transform, int columns) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[columns][ROWS];
        for (double[] column : values) {
            for (int row = 0; row < ROWS; row++) {
                double value = 5 * Math.sin(row * Math.PI / 6) + random.nextDouble(-2, 2) + 0.02 * row;
                column[row] = transform == Transform.LOG ? Math.exp(value / 3) : value;
                if (row % 97 == 50) {
                    column[row] *= 1e7;
                }
            }
        }
        return values;
    }

    private static TrainingSeries series(double[][] values) {
        long[] times = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            times[row] = timestamp(row);
        }
        return new TrainingSeries("a", times, values, List.of("value", "wind").subList(0, values.length));
    }

    private static long timestamp(int row) {
        return 1_700_000_000_000L + row * 3_600_000L;
    }

    private static void assertSameBits(String place, float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToRawIntBits(found[i]) != Float.floatToRawIntBits(expected[i])) {
                throw new AssertionError(place + ", element " + i + ": training " + found[i] + ", live " + expected[i]);
            }
        }
    }

    @Test
    void shouldGiveTrainingTheVeryFeaturesOfALiveSeriesWhoseSeasonsAreFound() {
        ModelSpec spec = TestModels.findingSeasons(3);
        Model model = TestModels.random(spec, 1);
        double[][] values = new double[1][700];
        SplittableRandom random = new SplittableRandom(1);
        for (int row = 0; row < 700; row++) {
            values[0][row] = row % 17 + random.nextInt(4);
        }
        long[] times = LongStream.range(0, 700).map(row -> timestamp((int) row)).toArray();
        TrainingSeries source = new TrainingSeries("k", times, values, List.of("value"));
        PreparedSeries prepared = new PreparedSeries(spec, source, 700);
        SeriesView view = prepared.newView();
        SeriesView jumping = prepared.newView();
        FeatureVector training = model.features().newVector();
        FeatureVector live = model.features().newVector();
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();

        for (int row = 0; row < 700; row++) {
            forecaster.step(state, new Observation(timestamp(row), values[0][row]));
            model.features().write(TestModels.view(forecaster), state.clockMs(), live);
            prepared.moveTo(row, view);
            model.features().write(view, prepared.timestampMs(row), training);
            assertSameScaleAndFeatures("row " + row, training, live);
            if (row % 50 == 0) {
                prepared.moveTo(699 - row, jumping);
                prepared.moveTo(row, jumping);
                model.features().write(jumping, prepared.timestampMs(row), training);
                assertSameScaleAndFeatures("jumped to row " + row, training, live);
            }
        }
    }

    private static void assertSameScaleAndFeatures(String place, FeatureVector a, FeatureVector b) {
        assertSameBits(place, a.recurrent(), b.recurrent());
        assertSameBits(place, a.target(0).linear(), b.target(0).linear());
        assertSameBits(place, a.target(0).center(), b.target(0).center());
        assertSameBits(place, a.target(0).unit(), b.target(0).unit());
        for (int p = 0; p < a.target(0).seasonal().length; p++) {
            assertSameBits(place, a.target(0).seasonal()[p], b.target(0).seasonal()[p]);
        }
    }
}
