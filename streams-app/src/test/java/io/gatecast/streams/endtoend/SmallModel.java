package io.gatecast.streams.endtoend;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.core.train.TrainingSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A model trained in a second or two on hourly series with a daily season. */
final class SmallModel {
    static final long START_MS = 1_700_000_000_000L / 3_600_000 * 3_600_000;
    static final long STEP_MS = 3_600_000;

    private SmallModel() {}

    static Artifact train(Path file) {
        return train(file, 3);
    }

    /** Trains for so many epochs. */
    static Artifact train(Path file, int epochs) {
        return train(file, epochs, List.of("value"), List.of(24));
    }

    /** A model that takes a further column. */
    static Artifact trainOnTwoColumns(Path file) {
        return train(file, 1, List.of("value", "other"), List.of(24));
    }

    /** A model that knows nothing of the day. */
    static Artifact trainWithoutSeason(Path file) {
        return train(file, 1, List.of("value"), List.of());
    }

    private static Artifact train(Path file, int epochs, List<String> columns, List<Integer> seasons) {
        List<TrainingSeries> series = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            int rows = 400;
            long[] times = new long[rows];
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                times[row] = START_MS + row * STEP_MS;
                values[row] = value(s, row, 99);
            }
            series.add(new TrainingSeries(
                    "s" + s, times, Collections.nCopies(columns.size(), values).toArray(double[][]::new), columns));
        }
        TrainingOptions options = TrainingOptions.builder(6)
                .seasons(seasons)
                .hidden(16)
                .epochs(epochs)
                .build();
        TrainedModel trained = new Trainer(options, TrainingProgress.SILENT).train(series);
        return ArtifactFile.write(file, "small", trained.model(), trained.report());
    }

    /** Value of a series at a row: level, daily season and noise, the same for the same arguments. */
    static double value(int series, int row, long seed) {
        Random noise = new Random(seed * 1_000_003 + series * 10_007L + row);
        noise.nextInt();
        return 100 + 10 * series + 20 * StrictMath.sin(2 * Math.PI * row / 24) + 3 * noise.nextGaussian();
    }
}
