package io.gatecast.streams.topology;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models with random weights, which forecast nonsense deterministically. */
final class Models {
    private Models() {}

    static Artifact withColumns(String... columns) {
        return random(42, columns);
    }

    static Artifact random(long seed, String... columns) {
        return random(seed, ColumnRoles.ONE_TARGET, columns);
    }

    static Artifact random(long seed, ColumnRoles roles, String... columns) {
        ModelSpec spec = new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                8,
                1,
                3,
                List.of(0.05, 0.5, 0.95),
                List.of(4),
                8,
                Transform.IDENTITY,
                0,
                0.1,
                60_000,
                false,
                2,
                2,
                List.of(columns),
                roles,
                0);
        Model model = new Model(spec);
        Random random = new Random(seed);
        for (ColumnMatrix matrix : model.parameters().values()) {
            for (int c = 0; c < matrix.columns(); c++) {
                float[] column = matrix.column(c);
                for (int r = 0; r < column.length; r++) {
                    column[r] = (float) (0.3 * random.nextGaussian());
                }
            }
        }
        return new Artifact(
                ArtifactFile.id(model), "test", model, new TrainingReport(Map.of(), List.of()), WeightEncoding.FLOAT32);
    }
}
