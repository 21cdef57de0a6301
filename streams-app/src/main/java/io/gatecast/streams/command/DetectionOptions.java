package io.gatecast.streams.command;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.streams.general.GeneralModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that tell how anomalies are detected in files. */
final class DetectionOptions {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Model whose forecasts are judged (default: the general model, column by column).")
    private Optional<Path> modelFile;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "light: about 4 KB per series and column; thorough: about 48 KB (default: ${DEFAULT-VALUE}).")
    private DetectorProfile profile = DetectorProfile.LIGHT;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the random network in the thorough profile (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    /** Returns the model to use, after a word on it if it is the general one. */
    Artifact artifact(PrintWriter out) {
        return modelFile.map(ArtifactFile::read).orElseGet(() -> {
            Artifact general = GeneralModel.read();
            out.println(GeneralModel.notice(general));
            return general;
        });
    }

    DetectorSettings settings() {
        return new DetectorSettings(profile, AlarmRules.NONE, seed);
    }
}
