package io.gatecast.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.TestModels;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticNumber;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every seasonal model must see; where each value lies in the vectors is the model's own affair. */
class FeaturesTest {
    private static final int HORIZON = 7;

    private static ModelSpec spec(List<Integer> seasons, boolean calendar, String... columns) {
        return new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                1,
                1,
                HORIZON,
                List.of(0.5),
                seasons,
                4,
                Transform.IDENTITY,
                0,
                1,
                0,
                calendar,
                3,
                2,
                List.of(columns));
    }

    /** A column whose value at time t, counted from 1, is t, brought to scale by mean 10 and deviation 100. */
    private static ColumnView ramp(ModelSpec spec, int newest) {
        ColumnView view = new ColumnView(Window.empty(spec.ringLength()));
        for (int t = 1; t <= newest; t++) {
            view.window().push(t);
        }
        view.set(10f, 100f, 1000f, false);
        return view;
    }

    private static float scaled(int t) {
        return Features.scaled(t, 10f, 1f / 100f);
    }

    private static FeatureVector write(ModelSpec spec, int newest) {
        Features features = new Features(spec);
        FeatureVector vector = features.newVector();
        features.write(view(ramp(spec, newest)), 0, vector);
        return vector;
    }

    @Test
    void shouldTakeTheSeasonalValuesOneAndTwoPeriodsBeforeEachStepAhead() {
        FeatureVector vector = write(spec(List.of(3, 12), false, "value"), 50);

        // Steps 51 … 57; one period of 3 before each that is not after 50, then one more.
        assertScaled(vector.target(0).seasonal()[0], 48, 49, 50, 48, 49, 50, 48);
        assertScaled(vector.target(0).seasonal()[1], 45, 46, 47, 45, 46, 47, 45);
        assertScaled(vector.target(0).seasonal()[2], 39, 40, 41, 42, 43, 44, 45);
        assertScaled(vector.target(0).seasonal()[3], 27, 28, 29, 30, 31, 32, 33);
    }

    @Test
    void shouldShowTheMeanOverPastPeriodsOfTheNewestValueAndOfTheNext() {
        FeatureVector vector = write(spec(List.of(12), false, "value"), 50);

        // Time 50 had its like at 38 and 26, time 51 has it at 39 and 27.
        assertThat(vector.target(0).linear()).contains(scaled(38), scaled(32));
        assertThat(vector.recurrent()).contains(scaled(38), scaled(39), scaled(33));
        assertThat(vector.recurrent()).usingComparatorWithPrecision(1e-6f).contains(scaled(50) - scaled(32));
    }

    @Test
    void shouldTakeTheMeanOverThePeriodsThatWereSeen() {
        FeatureVector vector = write(spec(List.of(12), false, "value"), 20);

        // Of the periods before time 20 only that of time 8 was seen, of those before 21 that of 9.
        assertThat(vector.target(0).linear()[4]).isEqualTo(scaled(8));
        assertThat(vector.recurrent()[8]).isEqualTo(scaled(9));
    }

    @Test
    void shouldTakeTheMeanOverTheSeasonsAsBase() {
        FeatureVector vector = write(spec(List.of(3, 12), false, "value"), 50);

        for (int k = 0; k < HORIZON; k++) {
            assertThat(vector.target(0).base()[k])
                    .isCloseTo(
                            (vector.target(0).seasonal()[0][k]
                                            + vector.target(0).seasonal()[2][k])
                                    / 2,
                            within(1e-6f));
        }
    }

    @Test
    void shouldTakeTheNewestValueAsBaseWithoutSeasons() {
        FeatureVector vector = write(spec(List.of(), false, "value"), 5);

        assertThat(vector.target(0).seasonal()).isEmpty();
        assertScaled(vector.target(0).base(), 5, 5, 5, 5, 5, 5, 5);
    }

    @Test
    void shouldLetTheShorterSeasonAndAtLastTheNewestValueStandInForAYoungSeries() {
        FeatureVector first = write(spec(List.of(3, 12), false, "value"), 1);
        // Of the steps 2, 3, 4, … only those a multiple of 3 after time 1 have a value.
        assertScaled(first.target(0).seasonal()[0], 1, 1, 1, 1, 1, 1, 1);
        assertScaled(first.target(0).base(), 1, 1, 1, 1, 1, 1, 1);

        FeatureVector fifth = write(spec(List.of(3, 12), false, "value"), 5);
        assertScaled(fifth.target(0).seasonal()[0], 3, 4, 5, 3, 4, 5, 3);
        assertScaled(fifth.target(0).seasonal()[1], 3, 1, 2, 3, 1, 2, 3);
        // No step is a period of 12 after a seen value but those from 13 on: the steps 6 … 12 are not.
        assertScaled(fifth.target(0).seasonal()[2], 3, 4, 5, 3, 4, 5, 3);
        assertScaled(fifth.target(0).seasonal()[3], 3, 4, 5, 3, 4, 5, 3);
    }

    @Test
    void shouldHoldTheLatestValuesInTheLinearPartNewestFirst() {
        FeatureVector vector = write(spec(List.of(), false, "value"), 9);
        assertThat(vector.target(0).linear()).startsWith(scaled(9), scaled(8), scaled(7));

        FeatureVector young = write(spec(List.of(), false, "value"), 2);
        assertThat(young.target(0).linear()).startsWith(scaled(2), scaled(1), scaled(1));
    }

    @Test
    void shouldBeFiniteAndWithinTheClipFromTheFirstValueOn() {
        for (boolean calendar : new boolean[] {false, true}) {
            for (int newest = 1; newest < 80; newest++) {
                ModelSpec spec = spec(List.of(2, 30), calendar, "value");
                FeatureVector vector = write(spec, newest);
                for (float[] part : new float[][] {
                    vector.recurrent(),
                    vector.target(0).linear(),
                    vector.target(0).base()
                }) {
                    for (float value : part) {
                        assertThat(value).as("after %d values", newest).isBetween(-Features.CLIP, Features.CLIP);
                    }
                }
            }
        }
    }

    @Test
    void shouldClipOutliers() {
        assertThat(Features.scaled(1e30f, 0f, 1f)).isEqualTo(Features.CLIP);
        assertThat(Features.scaled(-1e30f, 0f, 1e9f)).isEqualTo(-Features.CLIP);
        assertThat(Features.scaled(3f, 1f, 0.5f)).isEqualTo(1f);
    }

    @Test
    void shouldShowTheOtherColumnsNewestValuesAndTheCalendar() {
        ModelSpec one = spec(List.of(3), false, "value");
        ModelSpec three = spec(List.of(3), true, "value", "wind", "sun");
        Features features = new Features(three);
        FeatureVector vector = features.newVector();
        ColumnView wind = ramp(three, 20);
        wind.set(0f, 40f, 1f, false);
        ColumnView sun = ramp(three, 20);
        sun.set(0f, 80f, 1f, true);
        long sixOnMonday = Instant.parse("2024-01-01T06:00:00Z").toEpochMilli();

        features.write(view(ramp(three, 20), wind, sun), sixOnMonday, vector);

        // Without columns and calendar the vectors are shorter by just these.
        Features fewer = new Features(one);
        assertThat(features.recurrentSize()).isEqualTo(fewer.recurrentSize() + 2 * 2 + Calendar.SIZE);
        assertThat(features.linearSize()).isEqualTo(fewer.linearSize() + 2 + Calendar.SIZE);
        float[] calendar = new float[Calendar.SIZE];
        new Calendar(ZoneOffset.UTC, 0).write(sixOnMonday, calendar);
        assertThat(vector.recurrent())
                .endsWith(0.5f, 0f, 0.25f, 1f, calendar[0], calendar[1], calendar[2], calendar[3]);
        assertThat(vector.target(0).linear()).endsWith(0.5f, 0.25f, calendar[0], calendar[1], calendar[2], calendar[3]);
    }

    @Test
    void shouldTellTheModelWhetherTheNewestValueIsOnlyAssumed() {
        ModelSpec spec = spec(List.of(), false, "value");
        Features features = new Features(spec);
        FeatureVector seen = features.newVector();
        FeatureVector missing = features.newVector();
        ColumnView view = ramp(spec, 9);
        features.write(view(view), 0, seen);
        view.set(10f, 100f, 1000f, true);
        features.write(view(view), 0, missing);

        int different = 0;
        for (int i = 0; i < seen.recurrent().length; i++) {
            if (seen.recurrent()[i] != missing.recurrent()[i]) {
                different++;
                assertThat(seen.recurrent()[i]).isZero();
                assertThat(missing.recurrent()[i]).isOne();
            }
        }
        assertThat(different).isOne();
    }

    private static void assertScaled(float[] found, int... times) {
        float[] expected = new float[times.length];
        for (int i = 0; i < times.length; i++) {
            expected[i] = scaled(times[i]);
        }
        assertThat(found).containsExactly(expected);
    }

    @Test
    void shouldShowWhatIsKnownNowAndAtEachStepAheadAndTheStaticInputs() {
        ModelSpec plain = spec(List.of(3), false, "value");
        ModelSpec spec = TestModels.with(
                new ColumnRoles(
                        1,
                        List.of(new KnownColumn("plan", 10, 2), new KnownColumn("holiday", 0, 1)),
                        List.of(
                                new StaticNumber("capacity", 100, 50),
                                new StaticCategory("site", List.of("north", "south")))),
                plain);
        Features features = new Features(spec);
        FeatureVector vector = features.newVector();
        SeriesView view = SeriesView.live(spec.roles(), HORIZON);
        view.setColumns(new ColumnView[] {ramp(spec, 20)});
        double[] plan = {14, 12, 10, Double.NaN, 8, 1000, 10, 12};
        for (int k = 0; k <= HORIZON; k++) {
            view.setKnown(0, k, plan[k]);
            view.setKnown(1, k, k == 0 ? Double.NaN : 1);
        }
        view.setStatic(0, 150);
        view.setStatic(1, 1);

        features.write(view, 0, vector);

        assertThat(features.recurrentSize()).isEqualTo(new Features(plain).recurrentSize() + 2 + 3);
        assertThat(features.linearSize()).isEqualTo(new Features(plain).linearSize() + 3);
        assertThat(features.seasonalSize()).isEqualTo(new Features(plain).seasonalSize() + 4);
        // The holiday of now is not known: neither it nor any change from it says anything.
        assertThat(vector.recurrent()).endsWith(2f, 0f, 1f, 0f, 1f);
        assertThat(vector.target(0).linear()).endsWith(1f, 0f, 1f);
        assertThat(vector.target(0).seasonal()[2]).containsExactly(1f, 0f, 0f, -1f, 6f, 0f, 1f);
        assertThat(vector.target(0).seasonal()[3]).containsExactly(-1f, -2f, 0f, -3f, 4f, -2f, -1f);
        assertThat(vector.target(0).seasonal()[4]).containsOnly(1f);
        assertThat(vector.target(0).seasonal()[5]).containsOnly(0f);
    }

    private static SeriesView view(ColumnView... columns) {
        return new SeriesView(ColumnRoles.ONE_TARGET, columns, new float[0][]);
    }

    @Test
    void shouldShowTheLinearPartTheCalendarOfEachOfAFewStaticInputs() {
        ModelSpec plain = spec(List.of(), true, "value");
        ModelSpec spec = TestModels.with(
                new ColumnRoles(1, List.of(), List.of(new StaticCategory("site", List.of("north", "south")))), plain);
        Features features = new Features(spec);
        FeatureVector vector = features.newVector();
        SeriesView view = SeriesView.live(spec.roles(), HORIZON);
        view.setColumns(new ColumnView[] {ramp(spec, 20)});
        view.setStatic(0, 1);
        long sixOnMonday = Instant.parse("2024-01-01T06:00:00Z").toEpochMilli();
        float[] calendar = new float[Calendar.SIZE];
        new Calendar(ZoneOffset.UTC, 0).write(sixOnMonday, calendar);

        features.write(view, sixOnMonday, vector);

        assertThat(features.linearSize()).isEqualTo(new Features(plain).linearSize() + 2 + 2 * Calendar.SIZE);
        assertThat(vector.target(0).linear())
                .endsWith(0f, 1f, 0f, 0f, 0f, 0f, calendar[0], calendar[1], calendar[2], calendar[3]);
        List<String> sites = IntStream.range(0, 9).mapToObj(Integer::toString).toList();
        ModelSpec many =
                TestModels.with(new ColumnRoles(1, List.of(), List.of(new StaticCategory("site", sites))), plain);
        assertThat(new Features(many).linearSize()).isEqualTo(new Features(plain).linearSize() + 9);
    }
}
