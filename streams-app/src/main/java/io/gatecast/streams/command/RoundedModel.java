package io.gatecast.streams.command;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.train.Rounding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a model with int8 weights and prints what that saves and what it costs. */
final class RoundedModel {
    private RoundedModel() {}

    static Artifact write(
            Path file, String name, Model exact, TrainingReport exactReport, Rounding rounding, PrintWriter out) {
        TrainingReport report = rounding.report(exactReport);
        Artifact artifact = ArtifactFile.write(file, name, rounding.model(), report, WeightEncoding.INT8);
        int before = ArtifactFile.toBytes(name, exact, exactReport, WeightEncoding.FLOAT32).length;
        int after = ArtifactFile.toBytes(name, rounding.model(), report, WeightEncoding.INT8).length;
        out.printf(
                Locale.ROOT,
                "weights as int8: %,d bytes instead of %,d (%.0f %%)%n",
                after,
                before,
                100.0 * after / before);
        if (rounding.losses().isEmpty()) {
            out.println("accuracy was not measured");
        } else {
            printLosses(rounding, out);
        }
        out.flush();
        return artifact;
    }

    private static void printLosses(Rounding rounding, PrintWriter out) {
        out.println("MASE on the validation part before and after:");
        out.printf(Locale.ROOT, "  %-9s %9s %9s %9s%n", "steps", "float32", "int8", "change");
        for (Rounding.Loss loss : rounding.losses()) {
            out.printf(
                    Locale.ROOT,
                    "  %-9s %9.4f %9.4f %8.2f %%%n",
                    loss.steps(),
                    loss.before(),
                    loss.after(),
                    100 * (loss.after() / loss.before() - 1));
        }
    }
}
