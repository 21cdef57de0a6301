package io.gatecast.streams.models;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Model files with random weights, of any size. */
final class TestArtifacts {
    private TestArtifacts() {}

    static byte[] file(String name, int hidden, long seed) {
        return file(name, hidden, seed, "value");
    }

    static byte[] file(String name, int hidden, long seed, String... columns) {
        ModelSpec spec = new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                hidden,
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
        SplittableRandom random = new SplittableRandom(seed);
        for (ColumnMatrix matrix : model.parameters().values()) {
            for (int c = 0; c < matrix.columns(); c++) {
                float[] column = matrix.column(c);
                for (int r = 0; r < column.length; r++) {
                    column[r] = (float) random.nextDouble(-0.1, 0.1);
                }
            }
        }
        return ArtifactFile.toBytes(name, model, new TrainingReport(Map.of(), List.of()), WeightEncoding.FLOAT32);
    }
}
