package io.gatecast.streams.demo;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.core.train.TrainingSeries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The models a demo can use: the one that comes with Gatecast, or one made quickly for other data. */
public final class DemoModel {
    private static final String RESOURCE = "/io/gatecast/demo/plant.gatecast";
    private static final int QUICK_HORIZON = 24;
    private static final int QUICK_EPOCHS = 8;
    private static final int QUICK_HIDDEN = 32;

    private DemoModel() {}

    /**
     * Reads the model of the simulated plant.
     *
     * @return the model that comes with Gatecast
     */
    public static Artifact ofPlant() {
        try (InputStream in = DemoModel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the model of the demo is missing from the class path: " + RESOURCE);
            }
            return ArtifactFile.read(in, "classpath:" + RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Trains a small model for some seconds.
     *
     * @param series what to learn from
     * @param progress hears how it goes
     * @return the model
     */
    public static Artifact trainQuickly(List<TrainingSeries> series, TrainingProgress progress) {
        TrainingOptions options = TrainingOptions.builder(QUICK_HORIZON)
                .hidden(QUICK_HIDDEN)
                .epochs(QUICK_EPOCHS)
                .build();
        TrainedModel trained = new Trainer(options, progress).train(series);
        try {
            Path file = Files.createTempFile("gatecast-demo-", ".gatecast");
            try {
                return ArtifactFile.write(file, "demo", trained.model(), trained.report());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
