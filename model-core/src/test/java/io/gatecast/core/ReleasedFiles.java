package io.gatecast.core;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the files under {@code released/} for a new format version; those of older versions stay as they are. */
final class ReleasedFiles {
    private ReleasedFiles() {}

    /** A model whose every weight is written down by this rule: (17·tensor + 5·row + 3·column) mod 11, less 5, over 40. */
    static Model model() {
        Model model = new Model(TestModels.spec(CellKind.GRU, 4, 2, Transform.IDENTITY, "value", "wind"));
        int tensor = 0;
        for (ColumnMatrix m : model.parameters().values()) {
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i < m.rows(); i++) {
                    m.column(j)[i] = ((17 * tensor + 5 * i + 3 * j) % 11 - 5) / 40f;
                }
            }
            tensor++;
        }
        return model;
    }

    static SeriesState state(Forecaster forecaster) {
        SeriesState state = forecaster.initialState();
        for (int step = 1; step <= 40; step++) {
            double value = step % 13 == 0 ? Double.NaN : 10 + step * 7 % 5 - (step == 1 ? 2 : 0);
            forecaster.step(state, new Observation(step * 3_600_000L, value, 3 + step * 3 % 7 - (step == 1 ? 3 : 0)));
        }
        return state;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        TrainingReport report = new TrainingReport(
                Map.of("series", "1 (written by hand)"),
                List.of(new HorizonScore(1, 5, 0.5, 1, 0.75, 0.625, 0.8, Double.NaN)));
        Artifact artifact = ArtifactFile.write(folder.resolve("model.gatecast"), "released", model(), report);
        Forecaster forecaster = new Forecaster(artifact.model());
        byte[] bytes = new SeriesStateCodec(forecaster, artifact.id()).encode(state(forecaster));
        Files.write(folder.resolve("state.bin"), bytes);
    }
}
