package io.gatecast.streams.command;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small model with random weights, which forecasts nonsense deterministically: 3 steps ahead, 3 levels. */
final class RandomModel {
    private RandomModel() {}

    static Artifact write(Path file, String... columns) {
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
                0,
                false,
                2,
                2,
                List.of(columns));
        Model model = new Model(spec);
        Random random = new Random(42);
        for (ColumnMatrix matrix : model.parameters().values()) {
            for (int c = 0; c < matrix.columns(); c++) {
                float[] column = matrix.column(c);
                for (int r = 0; r < column.length; r++) {
                    column[r] = (float) (0.3 * random.nextGaussian());
                }
            }
        }
        return ArtifactFile.write(file, "random", model, new TrainingReport(Map.of(), List.of()));
    }
}
