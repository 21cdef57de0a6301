package io.gatecast.streams.general;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The model that is used where none is named: trained from generated series, for any series from its first event. */
public final class GeneralModel {
    private static final String RESOURCE = "/io/gatecast/model/general.gatecast";

    private GeneralModel() {}

    /**
     * Reads the model.
     *
     * @return the general model
     */
    public static Artifact read() {
        try (InputStream in = GeneralModel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the general model is missing from the class path: " + RESOURCE);
            }
            return ArtifactFile.read(in, "classpath:" + RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Says which model is used, for people.
     *
     * @param artifact the general model
     * @return one line
     */
    public static String notice(Artifact artifact) {
        return "no model named: using the general model " + artifact.id() + ", which forecasts any series up to "
                + artifact.model().spec().horizon() + " steps ahead";
    }
}
