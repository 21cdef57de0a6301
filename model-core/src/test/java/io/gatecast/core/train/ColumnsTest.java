package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Known and static columns make forecasts better where they matter, and are found as they are in the data. */
class ColumnsTest {
    private static final long HOUR = 3_600_000L;
    private static final SeriesColumns WITH_PLAN =
            new SeriesColumns(List.of("value"), List.of(), List.of("plan"), List.of());
    private static final SeriesColumns WITH_SITE =
            new SeriesColumns(List.of("value"), List.of(), List.of(), List.of("site"));

    @Test
    void shouldForecastASeriesThatFollowsAPlanFarBetterWithIt() {
        SplittableRandom random = new SplittableRandom(1);
        int rows = 600;
        double[] plan = random.doubles(rows, 0, 10).toArray();
        double[] value = new double[rows];
        for (int row = 0; row < rows; row++) {
            value[row] = 50 + 3 * plan[row] + random.nextDouble(-1, 1);
        }
        TrainingOptions.Builder options = TrainingOptions.builder(4)
                .seasons(List.of())
                .transform(Transform.IDENTITY)
                .hidden(0);

        double without =
                mase(train(options, new TrainingSeries("a", times(rows), new double[][] {value}, List.of("value"))));
        double with = mase(train(
                options,
                new TrainingSeries(
                        "a", times(rows), new double[][] {value}, new double[][] {plan}, List.of(), WITH_PLAN)));

        assertThat(with).as("MASE with the plan, %s without", without).isLessThan(0.15 * without);
    }

    @Test
    void shouldForecastYoungSeriesBetterWithTheSiteTheirSeasonDependsOn() {
        List<TrainingSeries> without = new ArrayList<>();
        List<TrainingSeries> with = new ArrayList<>();
        // Fewer rows than a season of 24 to learn from, so that a series' own past says little of what comes.
        for (int s = 0; s < 300; s++) {
            SplittableRandom random = new SplittableRandom(s);
            int rows = 24;
            int start = 7 * s;
            boolean north = s % 2 == 0;
            long[] times = new long[rows];
            double[] value = new double[rows];
            for (int row = 0; row < rows; row++) {
                times[row] = (start + row) * HOUR;
                double shape = Math.sin(2 * Math.PI * (start + row) / 24);
                value[row] = 20 + (north ? 5 : -5) * shape + random.nextDouble(-1, 1);
            }
            without.add(new TrainingSeries("s" + s, times, new double[][] {value}, List.of("value")));
            with.add(new TrainingSeries(
                    "s" + s,
                    times,
                    new double[][] {value},
                    new double[0][],
                    List.of(north ? "north" : "south"),
                    WITH_SITE));
        }
        TrainingOptions.Builder options = TrainingOptions.builder(6)
                .seasons(List.of())
                .transform(Transform.IDENTITY)
                .calendar(true)
                .hidden(0);

        double blind = mase(train(options, without.toArray(TrainingSeries[]::new)));
        double seeing = mase(train(options, with.toArray(TrainingSeries[]::new)));

        assertThat(seeing).as("MASE with the site, %s without", blind).isLessThan(0.85 * blind);
    }

    @Test
    void shouldForecastTwoTargetsOneOfWhichFollowsTheOtherFarBetterThanAlone() {
        SplittableRandom random = new SplittableRandom(2);
        int rows = 600;
        double[] leader = random.doubles(rows, 0, 10).toArray();
        double[] follower = new double[rows];
        for (int row = 0; row < rows; row++) {
            follower[row] = (row == 0 ? 5 : leader[row - 1]) + random.nextDouble(-0.3, 0.3);
        }
        TrainingOptions.Builder options = TrainingOptions.builder(1)
                .seasons(List.of())
                .transform(Transform.IDENTITY)
                .hidden(4)
                .epochs(5);

        TrainedModel alone =
                train(options, new TrainingSeries("a", times(rows), new double[][] {follower}, List.of("follower")));
        TrainedModel together = train(
                options,
                new TrainingSeries(
                        "a",
                        times(rows),
                        new double[][] {leader, follower},
                        new double[0][],
                        List.of(),
                        SeriesColumns.ofValues(List.of("leader", "follower"), 2)));

        assertThat(together.report().scores()).extracting(HorizonScore::target).containsExactly("leader", "follower");
        assertThat(together.model().spec().targets()).containsExactly("leader", "follower");
        assertThat(mase(together)).as("MASE together, %s alone", mase(alone)).isLessThan(0.2 * mase(alone));
    }

    @Test
    void shouldFitEachTargetTheLinearPartOfAModelOfItsOwn() {
        SplittableRandom random = new SplittableRandom(2);
        int rows = 300;
        double[] a = random.doubles(rows, 0, 10).toArray();
        double[] b = random.doubles(rows, 100, 900).toArray();
        TrainingOptions.Builder options = TrainingOptions.builder(3)
                .seasons(List.of(4))
                .transform(Transform.IDENTITY)
                .hidden(0);

        TrainedModel both = train(
                options,
                new TrainingSeries(
                        "a",
                        times(rows),
                        new double[][] {a, b},
                        new double[0][],
                        List.of(),
                        SeriesColumns.ofValues(List.of("a", "b"), 2)));
        TrainedModel first =
                train(options, new TrainingSeries("a", times(rows), new double[][] {a, b}, List.of("a", "b")));
        TrainedModel second =
                train(options, new TrainingSeries("a", times(rows), new double[][] {b, a}, List.of("b", "a")));

        // Not to the last bit: what is assumed of the deviation before any is seen is common to all targets.
        assertThat(both.model().heads().get(0).linearWeight().toRowMajor())
                .containsExactly(first.model().head().linearWeight().toRowMajor(), within(1e-3f));
        assertThat(both.model().heads().get(1).linearWeight().toRowMajor())
                .containsExactly(second.model().head().linearWeight().toRowMajor(), within(1e-3f));
    }

    @Test
    void shouldTrainOnTargetsThatAreConstantOrMissing() {
        int rows = 120;
        double[] wave = new double[rows];
        double[] constant = new double[rows];
        double[] rare = new double[rows];
        for (int row = 0; row < rows; row++) {
            wave[row] = Math.sin(row / 2.0) + row % 3;
            constant[row] = 7;
            rare[row] = row % 40 == 0 ? row : Double.NaN;
        }
        TrainedModel trained = train(
                TrainingOptions.builder(3).seasons(List.of()).hidden(2).epochs(2),
                new TrainingSeries(
                        "a",
                        times(rows),
                        new double[][] {wave, constant, rare},
                        new double[0][],
                        List.of(),
                        SeriesColumns.ofValues(List.of("wave", "constant", "rare"), 3)));

        trained.model().parameters().forEach((name, m) -> {
            for (float weight : m.toRowMajor()) {
                assertThat(weight).as(name).isFinite();
            }
        });
        assertThat(trained.report().scores()).extracting(HorizonScore::target).contains("wave");
    }

    @Test
    void shouldScaleKnownAndStaticNumbersByWhatTrainingSaw() {
        TrainedModel trained = train(
                TrainingOptions.builder(1).hidden(0),
                series("a", "10", new double[] {1, Double.NaN, 3, 1, 3}),
                series("b", "30", new double[] {1, 3, 1, 3, Double.NaN}));

        assertThat(trained.model().spec().roles().known()).containsExactly(new KnownColumn("plan", 2, 1));
        assertThat(trained.model().spec().roles().statics()).containsExactly(new StaticNumber("site", 20, 10));
    }

    @Test
    void shouldTellTheMostFrequentCategoriesApartAndTakeTheRarestTogether() {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 40; s++) {
            for (int times = 0; times < (s < 32 ? 2 : 1); times++) {
                series.add(series("s" + s + "." + times, "site %02d".formatted(s), new double[5]));
            }
        }
        series.add(series("nameless", "", new double[5]));

        TrainedModel trained = train(TrainingOptions.builder(1).hidden(0), series.toArray(TrainingSeries[]::new));

        StaticCategory site =
                (StaticCategory) trained.model().spec().roles().statics().get(0);
        assertThat(site.categories())
                .hasSize(32)
                .startsWith("site 00", "site 01")
                .endsWith("site 31");
        assertThat(site.code("site 35")).isEqualTo(32);
        assertThat(site.code("")).isEqualTo(32);
        assertThat(trained.report().settings().get("static site"))
                .endsWith("(the most frequent, 8 rarer ones count as one)");
    }

    @Test
    void shouldTakeAColumnOfNumbersWithOneNameAmongThemForNames() {
        TrainedModel trained = train(
                TrainingOptions.builder(1).hidden(0),
                series("a", "10", new double[5]),
                series("b", "n/a", new double[5]));

        assertThat(trained.model().spec().roles().statics())
                .containsExactly(new StaticCategory("site", List.of("10", "n/a")));
    }

    @Test
    void shouldRefuseAColumnInTwoRoles() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesColumns(List.of("a"), List.of("b"), List.of(), List.of("a")))
                .withMessage("a column has one role, 'a' is named twice");
    }

    @Test
    void shouldRefuseSeriesWithOtherRoles() {
        TrainingSeries other = new TrainingSeries("b", new long[0], new double[1][0], List.of("value"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> train(TrainingOptions.builder(1), series("a", "x", new double[5]), other))
                .withMessage(
                        "all series must have the columns targets [value], known [plan], static [site], series b has"
                                + " [value]");
    }

    private static TrainingSeries series(String key, String site, double[] plan) {
        double[] values = new double[plan.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = row * row % 7;
        }
        return new TrainingSeries(
                key,
                times(plan.length),
                new double[][] {values},
                new double[][] {plan},
                List.of(site),
                new SeriesColumns(List.of("value"), List.of(), List.of("plan"), List.of("site")));
    }

    private static TrainedModel train(TrainingOptions.Builder options, TrainingSeries... series) {
        return new Trainer(options.build(), TrainingProgress.SILENT).train(List.of(series));
    }

    private static double mase(TrainedModel trained) {
        List<HorizonScore> scores = trained.report().scores();
        return scores.get(scores.size() - 1).model();
    }

    private static long[] times(int rows) {
        long[] times = new long[rows];
        for (int row = 0; row < rows; row++) {
            times[row] = row * HOUR;
        }
        return times;
    }
}
