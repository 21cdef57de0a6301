package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.anomaly.Direction;
import io.gatecast.core.anomaly.Evidence;
import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.anomaly.SeriesControls.Feedback;
import io.gatecast.core.anomaly.SeriesControls.Label;
import io.gatecast.core.anomaly.SeriesControls.Maintenance;
import io.gatecast.core.anomaly.Severity;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the detector finds in series of every kind, with a model that repeats the last value. */
class DetectionTest {
    private static final long STEP_MS = 300_000;
    private static final int ROWS = 4000;
    private static final int FAULT = 3000;
    private static final AlarmRules CALM = new AlarmRules(0, 0, Direction.BOTH, 1, 0, 4, -0.5);

    private final Model repeating = new Model(TestModels.plain(48, TestModels.LEVELS));

    enum Kind {
        NOISE((i, random) -> 10 + random.nextGaussian()),
        DAILY((i, random) -> 10 + 3 * Math.sin(2 * Math.PI * i / 288) + 0.2 * random.nextGaussian()),
        TRENDING((i, random) -> 0.01 * i + 0.5 * random.nextGaussian()),
        DRIFTING((i, random) -> 5 * Math.sin(2 * Math.PI * i / 9000.0) + 0.3 * random.nextGaussian()),
        CONSTANT((i, random) -> 42),
        SPARSE((i, random) -> random.nextInt(20) == 0 ? 1 + random.nextInt(3) : 0),
        QUANTISED((i, random) -> Math.round(4 + random.nextGaussian())),
        COUNTING((i, random) -> 1e9 + 3.0 * i + random.nextInt(3)),
        BURSTY((i, random) -> random.nextInt(50) == 0 ? 20 * random.nextDouble() : random.nextDouble()),
        LARGE((i, random) -> 1e12 + 1e10 * random.nextGaussian()),
        TINY((i, random) -> 1e-9 * random.nextGaussian());

        private final Draw draw;

        Kind(Draw draw) {
            this.draw = draw;
        }

        IntToDoubleFunction values(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return i -> draw.value(i, random);
        }
    }

    interface Draw {
        double value(int row, SplittableRandom random);
    }

    /** Rows at which an alarm was raised, and the highest score. */
    private record Found(List<Integer> alarms, double highest) {}

    private static DetectorSettings settings(DetectorProfile profile, AlarmRules rules) {
        return new DetectorSettings(profile, rules, 1);
    }

    private Found run(DetectorSettings settings, int rows, IntToDoubleFunction values) {
        Forecaster forecaster = new Forecaster(repeating, Optional.of(settings));
        SeriesState state = forecaster.initialState();
        List<Integer> alarms = new ArrayList<>();
        double highest = 0;
        for (int i = 0; i < rows; i++) {
            Detection detection = forecaster
                    .step(state, new Observation((i + 1) * STEP_MS, values.applyAsDouble(i)))
                    .detection()
                    .orElseThrow();
            assertThat(detection.score()).isBetween(0.0, 1.0);
            assertThat(detection.score() >= 0.5).isEqualTo(detection.alarm());
            highest = Math.max(highest, detection.score());
            if (detection.alarm()) {
                alarms.add(i);
            }
        }
        return new Found(alarms, highest);
    }

    private Found run(DetectorProfile profile, IntToDoubleFunction values) {
        return run(settings(profile, AlarmRules.NONE), ROWS, values);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRarelyAlarmInHealthySeriesOfAnyKind(Kind kind) {
        for (DetectorProfile profile : DetectorProfile.values()) {
            int alarms = 0;
            int fewer = 0;
            for (long seed = 1; seed <= 5; seed++) {
                alarms += run(profile, kind.values(seed)).alarms().size();
                fewer += run(settings(profile, CALM), ROWS, kind.values(seed))
                        .alarms()
                        .size();
            }

            assertThat(alarms).as("%s alarms in 5 times %d rows", profile, ROWS).isLessThanOrEqualTo(60);
            assertThat(fewer).as("%s alarms with less sensitivity", profile).isLessThanOrEqualTo(30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAlarmOfAShiftInSeriesOfAnyKind(Kind kind) {
        double shift = switch (kind) {
            case LARGE -> 2e11;
            case TINY -> 2e-8;
            case COUNTING -> 1e4;
            case NOISE, QUANTISED, BURSTY, SPARSE -> 30;
            default -> 12;
        };
        for (DetectorProfile profile : DetectorProfile.values()) {
            IntToDoubleFunction healthy = kind.values(7);

            Found found = run(profile, i -> healthy.applyAsDouble(i) + (i >= FAULT ? shift : 0));

            assertThat(found.alarms()).as(profile.name()).anyMatch(row -> row >= FAULT && row < FAULT + 10);
        }
    }

    @Test
    void shouldAlarmOnceOfALevelShiftAndThenTakeTheNewLevelForNormal() {
        for (DetectorProfile profile : DetectorProfile.values()) {
            IntToDoubleFunction healthy = Kind.DAILY.values(3);

            Found found = run(
                    settings(profile, AlarmRules.NONE), 6000, i -> healthy.applyAsDouble(i) + (i >= FAULT ? 20 : 0));

            assertThat(found.alarms().stream().filter(row -> row >= FAULT))
                    .as(profile.name())
                    .hasSizeBetween(1, 3);
            assertThat(found.alarms().stream().filter(row -> row >= FAULT + 600))
                    .isEmpty();
        }
    }

    @Test
    void shouldNotAlarmOfMissingValuesButOfSilence() {
        for (DetectorProfile profile : DetectorProfile.values()) {
            List<Integer> sparse = run(profile, gaps(3)).alarms();
            List<Integer> silent = run(profile, gaps(40)).alarms();
            List<Integer> told = run(
                            settings(profile, new AlarmRules(0, 0, Direction.BOTH, 1, 0, 0, -10)), ROWS, gaps(40))
                    .alarms();

            assertThat(sparse).as(profile.name()).doesNotContain(FAULT, FAULT + 1, FAULT + 2);
            assertThat(silent).as(profile.name()).contains(FAULT + 3).doesNotContain(FAULT + 4, FAULT + 20, FAULT + 39);
            assertThat(told).as(profile.name()).isEmpty();
        }
    }

    private static IntToDoubleFunction gaps(int length) {
        IntToDoubleFunction daily = Kind.DAILY.values(4);
        return i -> {
            double value = daily.applyAsDouble(i);
            return i % 7 == 6 || i >= FAULT && i < FAULT + length ? Double.NaN : value;
        };
    }

    @Test
    void shouldAlarmOnceOfAStuckValueWhereValuesRarelyRepeat() {
        for (Kind kind : List.of(Kind.NOISE, Kind.DAILY, Kind.TRENDING)) {
            IntToDoubleFunction values = kind.values(6);
            double[] last = new double[1];

            Found found = run(settings(DetectorProfile.LIGHT, CALM), ROWS, i -> {
                double value = values.applyAsDouble(i);
                last[0] = i < FAULT ? value : last[0];
                return last[0];
            });

            assertThat(found.alarms()).as(kind.name()).contains(FAULT + 1);
            assertThat(found.alarms().stream().filter(row -> row > FAULT + 1)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldAlarmOfAStuckValueAgainButNotOfOneThatIsAHabit() {
        IntToDoubleFunction faults = stuck(row -> row >= 2000 && row < 2012 || row >= FAULT && row < FAULT + 8);
        IntToDoubleFunction nights = stuck(row -> row % 200 > 180);

        assertThat(run(settings(DetectorProfile.LIGHT, CALM), ROWS, faults).alarms())
                .contains(2001)
                .anyMatch(row -> row >= FAULT && row < FAULT + 8);
        assertThat(run(settings(DetectorProfile.LIGHT, CALM), ROWS, nights).alarms())
                .filteredOn(row -> row % 200 > 180)
                .hasSizeLessThanOrEqualTo(4);
    }

    /** Noise that repeats its last value at some rows. */
    private static IntToDoubleFunction stuck(IntPredicate rows) {
        IntToDoubleFunction noise = Kind.NOISE.values(6);
        double[] last = new double[1];
        return row -> {
            double value = noise.applyAsDouble(row);
            last[0] = rows.test(row) ? last[0] : value;
            return last[0];
        };
    }

    @Test
    void shouldTakeTheFirstChangeOfAConstantForOutOfItsRange() {
        Found found = run(settings(DetectorProfile.LIGHT, AlarmRules.NONE), FAULT + 1, row -> row < FAULT ? 42 : 50);

        assertThat(found.alarms()).contains(FAULT);
    }

    @Test
    void shouldTellADriftByItself() {
        int found = 0;
        for (long seed = 1; seed <= 5; seed++) {
            Forecaster forecaster =
                    new Forecaster(repeating, Optional.of(settings(DetectorProfile.LIGHT, AlarmRules.NONE)));
            SeriesState state = forecaster.initialState();
            IntToDoubleFunction noise = Kind.NOISE.values(seed);
            for (int row = 0; row < FAULT + 60; row++) {
                double drift = row < FAULT ? 0 : 0.06 * (row - FAULT);
                Detection detection = forecaster
                        .step(state, new Observation((row + 1) * STEP_MS, noise.applyAsDouble(row) + drift))
                        .detection()
                        .orElseThrow();
                if (row >= FAULT && detection.alarm() && detection.loudest() == Evidence.DRIFT) {
                    found++;
                    assertThat(detection.severity()).isEqualTo(Severity.WARNING);
                    break;
                }
            }
        }

        assertThat(found).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldGiveNoScoreToAMissingValue() {
        Forecaster forecaster =
                new Forecaster(repeating, Optional.of(settings(DetectorProfile.LIGHT, AlarmRules.NONE)));
        SeriesState state = forecaster.initialState();
        IntToDoubleFunction noise = Kind.NOISE.values(1);
        for (int i = 0; i < 500; i++) {
            forecaster.step(state, new Observation((i + 1) * STEP_MS, noise.applyAsDouble(i)));
        }

        Detection detection = forecaster
                .step(state, new Observation(501 * STEP_MS, Double.NaN))
                .detection()
                .orElseThrow();

        assertThat(detection.score()).isZero();
        assertThat(detection.alarm()).isFalse();
        assertThat(detection.severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void shouldNameTheEvidenceTheColumnAndTheBeginning() {
        ModelSpec two = TestModels.with(
                new ColumnRoles(2, List.of(), List.of()),
                TestModels.spec(CellKind.GRU, 0, 1, Transform.IDENTITY, "flow", "heat"));
        Forecaster forecaster =
                new Forecaster(new Model(two), Optional.of(settings(DetectorProfile.LIGHT, AlarmRules.NONE)));
        SeriesState state = forecaster.initialState();
        IntToDoubleFunction flow = Kind.NOISE.values(1);
        IntToDoubleFunction heat = Kind.DAILY.values(2);
        Detection detection = null;
        int row = 0;
        do {
            double jump = row >= FAULT ? 25 : 0;
            detection = forecaster
                    .step(
                            state,
                            new Observation(
                                    (row + 1) * STEP_MS, flow.applyAsDouble(row), heat.applyAsDouble(row) + jump))
                    .detection()
                    .orElseThrow();
            row++;
        } while (row < FAULT + 20 && !(row > FAULT && detection.alarm()));

        assertThat(detection.alarm()).isTrue();
        assertThat(detection.column()).isEqualTo(1);
        assertThat(detection.columnShare(1)).isGreaterThan(0.6);
        assertThat(detection.sinceMs()).isEqualTo((FAULT + 1) * STEP_MS);
        assertThat(detection.severity()).isEqualTo(Severity.CRITICAL);
        double shares = 0;
        for (Evidence kind : Evidence.values()) {
            shares += detection.share(kind);
        }
        assertThat(shares).isBetween(0.999, 1.001);
        assertThat(detection.share(detection.loudest())).isGreaterThan(0.2);
    }

    @Test
    void shouldKeepToTheMinimumDeviationAndDirection() {
        IntToDoubleFunction drop = jump(-20);

        assertThat(after(AlarmRules.NONE, drop)).isNotEmpty();
        assertThat(after(new AlarmRules(15, 0, Direction.BOTH, 1, 0, 4, 0), drop))
                .isNotEmpty();
        assertThat(after(new AlarmRules(25, 0, Direction.BOTH, 1, 0, 4, 0), drop))
                .isEmpty();
        assertThat(after(new AlarmRules(0, 5, Direction.BOTH, 1, 0, 4, 0), drop))
                .isEmpty();
        assertThat(after(new AlarmRules(15, 0, Direction.UP, 1, 0, 4, 0), drop)).isEmpty();
        assertThat(after(new AlarmRules(15, 0, Direction.DOWN, 1, 0, 4, 0), drop))
                .isNotEmpty();
    }

    @Test
    void shouldWaitForTheMinimumNumberOfSteps() {
        IntToDoubleFunction spike = row -> Kind.NOISE.values(row + 1L).applyAsDouble(row) + (row == FAULT ? 60 : 0);

        assertThat(after(AlarmRules.NONE, spike)).contains(FAULT);
        assertThat(after(new AlarmRules(0, 0, Direction.BOTH, 3, 0, 4, 0), spike))
                .doesNotContain(FAULT, FAULT + 1);
        assertThat(after(new AlarmRules(0, 0, Direction.BOTH, 3, 0, 4, 0), jump(30)))
                .contains(FAULT + 2);
    }

    @Test
    void shouldRestForTheCooldown() {
        IntToDoubleFunction often = row ->
                Kind.NOISE.values(row + 1L).applyAsDouble(row) + (row >= FAULT && (row - FAULT) % 200 == 0 ? 80 : 0);

        assertThat(after(AlarmRules.NONE, often)).hasSizeGreaterThan(2);
        assertThat(after(new AlarmRules(0, 0, Direction.BOTH, 1, 1000 * STEP_MS, 4, 0), often))
                .hasSize(1);
    }

    @Test
    void shouldAlarmMoreOftenWithMoreSensitivity() {
        IntToDoubleFunction values = Kind.BURSTY.values(2);
        int calm = run(
                        settings(DetectorProfile.LIGHT, new AlarmRules(0, 0, Direction.BOTH, 1, 0, 4, -0.5)),
                        ROWS,
                        values)
                .alarms()
                .size();
        IntToDoubleFunction again = Kind.BURSTY.values(2);
        int eager = run(
                        settings(DetectorProfile.LIGHT, new AlarmRules(0, 0, Direction.BOTH, 1, 0, 4, 0.5)),
                        ROWS,
                        again)
                .alarms()
                .size();

        assertThat(eager).isGreaterThan(calm);
    }

    @Test
    void shouldBeSilentInMaintenanceAndAlarmAgainAfterIt() {
        IntToDoubleFunction twice = row -> Kind.NOISE.values(row + 1L).applyAsDouble(row)
                + (row >= FAULT && row < FAULT + 5 || row >= FAULT + 50 && row < FAULT + 55 ? 60 : 0);
        Maintenance window = new Maintenance((FAULT - 3) * STEP_MS, (FAULT + 40) * STEP_MS, "new bearing");

        List<Integer> alarms = alarms(new SeriesControls(AlarmRules.NONE, List.of(window), List.of()), twice);

        assertThat(after(AlarmRules.NONE, twice)).contains(FAULT);
        assertThat(alarms).noneMatch(row -> row >= FAULT && row < FAULT + 39).contains(FAULT + 50);
    }

    @Test
    void shouldNotTellOfSilenceInMaintenance() {
        IntToDoubleFunction silent =
                row -> row >= FAULT ? Double.NaN : Kind.NOISE.values(row + 1L).applyAsDouble(row);
        Maintenance window = new Maintenance(FAULT * STEP_MS, (FAULT + 40) * STEP_MS, "new bearing");

        assertThat(after(AlarmRules.NONE, silent)).isNotEmpty();
        assertThat(alarms(new SeriesControls(AlarmRules.NONE, List.of(window), List.of()), silent))
                .noneMatch(row -> row >= FAULT);
    }

    @Test
    void shouldTakeFeedbackToHeart() {
        List<Feedback> normal = IntStream.range(0, 5)
                .mapToObj(row -> new Feedback((row + 1) * STEP_MS, Label.NORMAL))
                .toList();
        List<Feedback> anomaly = IntStream.range(0, 5)
                .mapToObj(row -> new Feedback((row + 1) * STEP_MS, Label.ANOMALY))
                .toList();

        int calmer = alarms(new SeriesControls(AlarmRules.NONE, List.of(), normal), Kind.BURSTY.values(2))
                .size();
        int asEver = alarms(SeriesControls.of(AlarmRules.NONE), Kind.BURSTY.values(2))
                .size();
        int keener = alarms(new SeriesControls(AlarmRules.NONE, List.of(), anomaly), Kind.BURSTY.values(2))
                .size();

        assertThat(calmer).isLessThan(asEver);
        assertThat(keener).isGreaterThan(asEver);
    }

    @Test
    void shouldJudgeWhatCameBeforeFeedbackWithoutIt() {
        List<Feedback> late = List.of(new Feedback((FAULT + 30) * STEP_MS, Label.NORMAL));

        assertThat(alarms(new SeriesControls(AlarmRules.NONE, List.of(), late), jump(-20)).stream()
                        .filter(row -> row < FAULT + 30)
                        .toList())
                .isEqualTo(alarms(SeriesControls.of(AlarmRules.NONE), jump(-20)).stream()
                        .filter(row -> row < FAULT + 30)
                        .toList());
    }

    private List<Integer> alarms(SeriesControls controls, IntToDoubleFunction values) {
        Forecaster forecaster =
                new Forecaster(repeating, Optional.of(settings(DetectorProfile.LIGHT, AlarmRules.NONE)));
        forecaster.attend(controls);
        SeriesState state = forecaster.initialState();
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Observation row = new Observation((i + 1) * STEP_MS, values.applyAsDouble(i));
            if (forecaster.step(state, row).detection().orElseThrow().alarm()) {
                alarms.add(i);
            }
        }
        return alarms;
    }

    private static IntToDoubleFunction jump(double by) {
        return row -> Kind.NOISE.values(row + 1L).applyAsDouble(row) + (row >= FAULT ? by : 0);
    }

    private List<Integer> after(AlarmRules rules, IntToDoubleFunction values) {
        return run(settings(DetectorProfile.LIGHT, rules), ROWS, values).alarms().stream()
                .filter(row -> row >= FAULT)
                .toList();
    }

    @Test
    void shouldLeaveForecastsAsTheyAreWithoutDetection() {
        Model model = TestModels.random(TestModels.spec(CellKind.GRU, 5, 1, Transform.IDENTITY, "value"), 1);
        Forecaster plain = new Forecaster(model);
        Forecaster detecting = new Forecaster(model, Optional.of(settings(DetectorProfile.THOROUGH, AlarmRules.NONE)));
        SeriesState plainState = plain.initialState();
        SeriesState detectingState = detecting.initialState();
        IntToDoubleFunction values = Kind.COUNTING.values(1);
        for (int i = 0; i < 500; i++) {
            Observation observation = new Observation((i + 1) * STEP_MS, values.applyAsDouble(i));

            Step expected = plain.step(plainState, observation);
            Step found = detecting.step(detectingState, observation);

            assertThat(expected.detection()).isEmpty();
            assertThat(found.forecast().quantiles).containsExactly(expected.forecast().quantiles);
        }
    }
}
