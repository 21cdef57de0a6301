package io.gatecast.streams.demo;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The model of the simulated plant. */
public final class DemoModel {
    private static final String RESOURCE = "/io/gatecast/demo/plant.gatecast";

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
}
