package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorStateTest {
    private static final String MODEL = "0011223344556677";

    private final ModelSpec spec = TestModels.with(
            new ColumnRoles(2, List.of(), List.of()),
            TestModels.spec(CellKind.GRU, 4, 1, Transform.IDENTITY, "value", "wind"));
    private final Model model = TestModels.random(spec, 1);

    private Forecaster detecting(DetectorProfile profile) {
        return new Forecaster(model, Optional.of(new DetectorSettings(profile)));
    }

    private static Observation observation(int step) {
        SplittableRandom random = new SplittableRandom(step);
        double counter = 1e6 + 1000.0 * step + random.nextInt(10); // moves its anchor
        double wind = step > 1 && step % 11 == 0 ? Double.NaN : random.nextGaussian() + (step % 97 == 0 ? 30 : 0);
        return new Observation(step * 60_000L, counter, wind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldContinueWithTheSameBitsAfterBeingRestored(DetectorProfile profile) {
        Forecaster forecaster = detecting(profile);
        Forecaster other = detecting(profile);
        SeriesStateCodec codec = new SeriesStateCodec(other, MODEL);
        SeriesState state = forecaster.initialState();
        SeriesState restored = other.initialState();
        for (int step = 1; step <= 700; step++) {
            Detection expected =
                    forecaster.step(state, observation(step)).detection().orElseThrow();
            Detection found =
                    other.step(restored, observation(step)).detection().orElseThrow();

            assertThat(found.score()).as("step %d", step).isEqualTo(expected.score());
            assertThat(found.sinceMs()).isEqualTo(expected.sinceMs());
            assertThat(found.alarm()).isEqualTo(expected.alarm());
            if (step % 13 == 0) {
                restored = codec.decode(codec.encode(restored));
            }
        }
        assertThat(codec.encode(restored)).isEqualTo(codec.encode(state));
    }

    @Test
    void shouldTakeNoMoreThanItsBudget() {
        Model one = new Model(TestModels.plain(48, TestModels.LEVELS));
        for (DetectorProfile profile : DetectorProfile.values()) {
            Forecaster forecaster = new Forecaster(one, Optional.of(new DetectorSettings(profile)));

            int bytes = forecaster.initialState().detector.size();

            assertThat(bytes).as(profile.name()).isLessThanOrEqualTo(profile == DetectorProfile.LIGHT ? 4096 : 49_152);
        }
    }

    @Test
    void shouldStartTheDetectorAnewWhereThereWasNoneOrAnother() {
        Forecaster without = new Forecaster(model);
        Forecaster light = detecting(DetectorProfile.LIGHT);
        Forecaster thorough = detecting(DetectorProfile.THOROUGH);
        for (Forecaster before : List.of(without, light, thorough)) {
            SeriesState state = before.initialState();
            for (int step = 1; step <= 200; step++) {
                before.step(state, observation(step));
            }
            byte[] bytes = new SeriesStateCodec(before, MODEL).encode(state);
            for (Forecaster after : List.of(without, light, thorough)) {
                SeriesState migrated = new SeriesStateCodec(after, MODEL).decode(bytes);
                assertThat(migrated.steps()).isEqualTo(200);
                for (int step = 201; step <= 500; step++) {
                    float[] expected = before.step(state, observation(step))
                            .forecast()
                            .quantiles
                            .clone();
                    Step found = after.step(migrated, observation(step));
                    assertThat(found.forecast().quantiles).containsExactly(expected);
                }
                state = new SeriesStateCodec(before, MODEL).decode(bytes);
            }
        }
    }

    @Test
    void shouldStartTheDetectorAnewWhereItsStateIsDamaged() {
        Forecaster light = detecting(DetectorProfile.LIGHT);
        SeriesStateCodec codec = new SeriesStateCodec(light, MODEL);
        SeriesState state = light.initialState();
        for (int step = 1; step <= 50; step++) {
            light.step(state, observation(step));
        }
        byte[] bytes = codec.encode(state);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(20, bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                SeriesState restored = codec.decode(damaged);
                if (restored.steps() == 50) {
                    light.step(restored, observation(51));
                }
            } catch (StateFormatException e) {
                assertThat(e).hasMessageContaining("saved state");
            }
        }
    }
}
