package io.gatecast.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.TestModels;
import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpertsTest {
    private static final long HOUR = 3_600_000L;

    private final ModelSpec spec = TestModels.findingSeasons(2);
    private final Features features = new Features(spec);
    private final FeatureVector vector = features.newVector();
    private ColumnView view;
    private TargetFeatures scale;

    private interface Values {
        double at(int row);
    }

    private void see(int rows, long stepMs, Values values) {
        Window window = Window.empty(spec.ringLength());
        RunningScale running = new RunningScale(spec.scaleWindow());
        view = features.newView(window, 0);
        for (int row = 0; row < rows; row++) {
            double value = values.at(row);
            boolean missing = Double.isNaN(value);
            window.push(missing ? window.at(0) : (float) value);
            running.update(window, row + 1L, 1);
            view.set(spec, 0, running, missing);
            view.updateExperts(row * stepMs, missing);
        }
        features.write(new SeriesView(spec.roles(), new ColumnView[] {view}, new float[0][]), rows * stepMs, vector);
        scale = vector.target(0);
    }

    private static double day(int row) {
        return new double[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4}[row % 24];
    }

    @Test
    void shouldRepeatTheFirstValueOfASeries() {
        see(1, HOUR, row -> 42);

        assertThat(scale.center()).containsOnly(42f);
        assertThat(scale.unit()[0]).isPositive();
    }

    @Test
    void shouldRepeatTheDayOnceItHasRepeated() {
        see(48 + 5, HOUR, ExpertsTest::day);

        assertThat(view.experts().seasons()).containsExactly(0, 24, 168);
        for (int k = 1; k <= 20; k++) {
            assertThat(scale.center()[k - 1]).as("step %d", k).isCloseTo((float) day(52 + k), within(0.2f));
        }
    }

    @Test
    void shouldGoByASeasonThatIsNotOfTheCalendar() {
        see(300, HOUR, row -> day(row % 17));

        assertThat(view.experts().seasons()).containsExactly(17, 24, 168);
        for (int k = 1; k <= 20; k++) {
            assertThat(scale.center()[k - 1]).isCloseTo((float) day((299 + k) % 17), within(0.01f));
        }
    }

    @Test
    void shouldKnowDaysAndWeeksByTheMostCommonInterval() {
        see(40, 900_000L, row -> row);
        assertThat(view.experts().seasons()).containsExactly(0, 96, 0);

        see(40, 24 * HOUR, row -> row);
        assertThat(view.experts().seasons()).containsExactly(0, 0, 7);

        see(40, 7_001L, row -> row);
        assertThat(view.experts().seasons()).containsExactly(0, 0, 0);
    }

    @Test
    void shouldRepeatTheNewestValueOfARandomWalkAndTheMeanOfNoise() {
        SplittableRandom random = new SplittableRandom(1);
        double[] walk = new double[500];
        for (int row = 1; row < walk.length; row++) {
            walk[row] = walk[row - 1] + random.nextGaussian();
        }

        see(500, HOUR, row -> walk[row]);
        assertThat(scale.center()[0]).isCloseTo((float) walk[499], within(0.5f));
        assertThat(scale.unit()[0]).isBetween(0.5f, 1.2f);

        see(500, HOUR, row -> row == 499 ? 50 : random.nextGaussian());
        assertThat(scale.center()[0]).isBetween(-3f, 5f);
    }

    @Test
    void shouldJudgeNobodyByAMissingValue() {
        see(200, HOUR, row -> row < 150 ? day(row) : Double.NaN);
        float[] before = scale.unit().clone();

        see(150, HOUR, ExpertsTest::day);

        assertThat(before[0]).isCloseTo(scale.unit()[0], within(0.05f));
    }

    @Test
    void shouldSeeASeriesAndTheSameMovedAndStretchedAsOne() {
        SplittableRandom first = new SplittableRandom(3);
        see(400, HOUR, row -> day(row) + first.nextInt(8));
        float[] recurrent = vector.recurrent().clone();
        float[][] said = scale.seasonal().clone();

        SplittableRandom second = new SplittableRandom(3);
        see(400, HOUR, row -> 1024 + 4 * (day(row) + second.nextInt(8)));

        for (int i = 0; i < recurrent.length; i++) {
            assertThat(vector.recurrent()[i]).as("input %d", i).isCloseTo(recurrent[i], within(1e-3f));
        }
        for (int e = 0; e < said.length; e++) {
            assertThat(scale.seasonal()[e][7]).as("expert %d", e).isCloseTo(said[e][7], within(1e-3f));
        }
    }

    @Test
    void shouldHaveFiniteFeaturesWhateverTheValues() {
        SplittableRandom random = new SplittableRandom(5);
        double[] extremes = {0, 1e30, -1e30, 1e-30, 5, Double.NaN};
        see(700, HOUR, row -> row == 0 ? 1e30 : row > 350 ? 7 : extremes[random.nextInt(extremes.length)]);

        for (float[] part : new float[][] {vector.recurrent(), scale.linear(), scale.center(), scale.unit()}) {
            for (float value : part) {
                assertThat(value).isFinite();
            }
        }
        for (float[] said : scale.seasonal()) {
            for (float value : said) {
                assertThat(value).isFinite();
            }
        }
    }
}
