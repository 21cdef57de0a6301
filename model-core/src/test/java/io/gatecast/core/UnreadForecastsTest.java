package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticNumber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps whose forecasts nobody reads leave the same state as those whose forecasts are read. */
class UnreadForecastsTest {
    private static final int ROWS = 900;
    private static final int HORIZON = 24;

    enum Kind {
        PLAIN(usual(CellKind.GRU, Transform.IDENTITY, List.of("value"), ColumnRoles.ONE_TARGET)),
        LOGARITHMIC(usual(CellKind.LSTM, Transform.LOG, List.of("value"), ColumnRoles.ONE_TARGET)),
        SEVERAL_COLUMNS(usual(
                CellKind.GRU,
                Transform.IDENTITY,
                List.of("value", "other", "input"),
                new ColumnRoles(
                        2, List.of(new KnownColumn("known", 0, 1)), List.of(new StaticNumber("static", 1, 2))))),
        FINDING_SEASONS(TestModels.findingSeasons(8));

        private final Model model;

        Kind(ModelSpec spec) {
            model = TestModels.random(spec, 3);
        }

        private static ModelSpec usual(CellKind cell, Transform transform, List<String> columns, ColumnRoles roles) {
            return TestModels.with(
                    roles,
                    new ModelSpec(
                            cell,
                            ResetVariant.RESET_AFTER,
                            12,
                            1,
                            HORIZON,
                            TestModels.LEVELS,
                            List.of(4, 12),
                            24,
                            transform,
                            transform == Transform.LOG ? 1e-3 : 0,
                            0.5,
                            3_600_000,
                            true,
                            5,
                            2,
                            columns));
        }

        /** Every thirtieth value is missing, every hundredth is far out. */
        private Observation observation(int row, SplittableRandom random) {
            ModelSpec spec = model.spec();
            double[] values = new double[spec.columns().size()];
            for (int c = 0; c < values.length; c++) {
                double value = 50 + 20 * (row % 12) * (row % 4) + random.nextDouble(30) + (row > 500 ? 700 : 0);
                boolean missing = row > 0 && random.nextInt(30) == 0;
                values[c] = missing ? Double.NaN : random.nextInt(100) == 0 ? 9 * value : value;
            }
            double[][] known = new double[spec.roles().known().size()][HORIZON];
            for (double[] column : known) {
                for (int k = 0; k < column.length; k++) {
                    column[k] = random.nextDouble(-2, 2);
                }
            }
            double[] statics = new double[spec.roles().statics().size()];
            return new Observation(1_577_836_800_000L + row * 3_600_000L, values, known, statics);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldLeaveTheSameStateAsForecastsThatAreRead(Kind kind) {
        assertThat(states(kind, false, Optional.empty())).isEqualTo(states(kind, true, Optional.empty()));
    }

    @Test
    void shouldLeaveTheSameStateOfDetectionWithTheSameControls() {
        Optional<DetectorSettings> light = Optional.of(new DetectorSettings(DetectorProfile.LIGHT));

        assertThat(states(Kind.PLAIN, false, light)).isEqualTo(states(Kind.PLAIN, true, light));
    }

    /** Bytes of the state after every hundred rows, by a forecaster of which every seventh forecast, or each, is read. */
    private static List<ByteBuffer> states(Kind kind, boolean readAll, Optional<DetectorSettings> detection) {
        Forecaster forecaster = new Forecaster(kind.model, detection);
        SeriesStateCodec codec = new SeriesStateCodec(forecaster, "model");
        SeriesState state = forecaster.initialState();
        SplittableRandom random = new SplittableRandom(5);
        List<ByteBuffer> states = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            if (row == 300) {
                forecaster.attend(new SeriesControls(
                        new DetectorSettings(DetectorProfile.LIGHT).rules(),
                        List.of(new SeriesControls.Maintenance(0, Long.MAX_VALUE, "")),
                        List.of()));
            }
            Observation observation = kind.observation(row, random);
            if (readAll || row % 7 == 0) {
                forecaster.step(state, observation);
            } else {
                forecaster.advance(state, observation);
            }
            if (row % 100 == 99) {
                states.add(ByteBuffer.wrap(codec.encode(state)));
            }
        }
        return states;
    }
}
