package io.gatecast.core;

import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small models with random weights for tests of everything that only needs some model. */
public final class TestModels {
    public static final List<Double> LEVELS = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

    private TestModels() {}

    /** A specification with two short seasons and calendar. */
    public static ModelSpec spec(CellKind cell, int hidden, int layers, Transform transform, String... columns) {
        return new ModelSpec(
                cell,
                ResetVariant.RESET_AFTER,
                hidden,
                layers,
                5,
                LEVELS,
                List.of(4, 12),
                10,
                transform,
                transform == Transform.LOG ? 1e-3 : 0,
                0.5,
                3_600_000,
                true,
                3,
                2,
                List.of(columns));
    }

    /** The same specification with other roles of columns. */
    public static ModelSpec with(ColumnRoles roles, ModelSpec s) {
        return new ModelSpec(
                s.cell(),
                s.reset(),
                s.hidden(),
                s.layers(),
                s.horizon(),
                s.levels(),
                s.seasons(),
                s.scaleWindow(),
                s.transform(),
                s.logFloor(),
                s.priorScale(),
                s.stepMs(),
                s.calendar(),
                s.recentLags(),
                2,
                s.columns(),
                roles,
                0);
    }

    /** A specification of horizon and levels alone. */
    public static ModelSpec plain(int horizon, List<Double> levels) {
        return new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                0,
                1,
                horizon,
                levels,
                List.of(),
                8,
                Transform.IDENTITY,
                0,
                1,
                0,
                false,
                1,
                2,
                List.of("value"));
    }

    /** A specification whose seasons are looked for in every series by itself. */
    public static ModelSpec findingSeasons(int hidden) {
        return new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                hidden,
                1,
                20,
                LEVELS,
                List.of(),
                60,
                Transform.IDENTITY,
                0,
                0.5,
                0,
                false,
                3,
                2,
                List.of("value"),
                ColumnRoles.ONE_TARGET,
                200);
    }

    /** A model with moderate random weights and quantiles that stand apart. */
    public static Model random(ModelSpec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model(spec);
        for (Map.Entry<String, ColumnMatrix> parameter : model.parameters().entrySet()) {
            ColumnMatrix m = parameter.getValue();
            double limit = parameter.getKey().startsWith("head") ? 0.05 : 0.5;
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i < m.rows(); i++) {
                    m.column(j)[i] = (float) random.nextDouble(-limit, limit);
                }
            }
        }
        float[] bias = model.head().bias().column(0);
        for (int i = 0; i < bias.length; i++) {
            bias[i] += (float) (2 * (spec.levels().get(i / spec.horizon()) - 0.5));
        }
        return model;
    }

    /** What the features of the forecaster's latest step were computed from. */
    public static SeriesView view(Forecaster forecaster) {
        return forecaster.seen;
    }
}
