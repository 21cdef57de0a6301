package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.HorizonScore;
import io.gatecast.core.LearnedRows;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.spec.ModelSpec;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What a model is, how it was trained and how well it does, for people and for programs. */
final class ModelDescription {
    private final Artifact artifact;

    ModelDescription(Artifact artifact) {
        this.artifact = artifact;
    }

    void print(PrintWriter out) {
        ModelSpec spec = artifact.model().spec();
        line(out, "id", artifact.id());
        line(out, "name", artifact.name().isEmpty() ? "(none)" : artifact.name());
        if (artifact.model().imported().isPresent()) {
            ImportedDescription imported = new ImportedDescription(artifact.model());
            line(out, "network", imported.network());
            line(out, "forecasts", imported.meaning());
        } else {
            line(
                    out,
                    "cell",
                    cell(spec) + ", %,d parameters".formatted(artifact.model().parameterCount()));
        }
        line(out, "weights", artifact.encoding() == WeightEncoding.INT8 ? "int8 with a scale per row" : "float32");
        line(out, "horizon", spec.horizon() + " steps");
        line(
                out,
                "step",
                spec.stepMs() == 0
                        ? "one event"
                        : Duration.ofMillis(spec.stepMs()).toString());
        line(out, "seasons", seasons(spec));
        line(out, "columns", spec.columns().toString());
        roleLine(out, "targets", spec.roles().targets() == 1 ? List.of() : spec.targets());
        roleLine(out, "known", spec.roles().knownNames());
        roleLine(out, "static", spec.roles().staticNames());
        line(out, "levels", spec.levels().toString());
        line(out, "transform", spec.transform().toString());
        if (!artifact.model().learned().equals(LearnedRows.NONE)) {
            line(
                    out,
                    "learned until",
                    Instant.ofEpochMilli(artifact.model().learned().untilMs()).toString());
        }
        out.println();
        out.println(artifact.model().imported().isPresent() ? "Import:" : "Training:");
        new TreeMap<>(artifact.report().settings()).forEach((name, value) -> line(out, "  " + name, value));
        if (artifact.model().imported().isEmpty()) {
            out.println();
            printScores(out, artifact.report());
        }
        out.flush();
    }

    /** Prints errors and coverage on the validation part, a line per range of steps ahead. */
    static void printScores(PrintWriter out, TrainingReport report) {
        out.println("MASE on the validation part (below 1 = better than the season before, in the training part):");
        out.printf(
                Locale.ROOT,
                "  %-9s %9s %9s %14s %9s %12s %12s%n",
                "steps",
                "model",
                "naive",
                "seasonal naive",
                "linear",
                "80 % covers",
                "95 % covers");
        String target = "";
        for (HorizonScore score : report.scores()) {
            if (!score.target().equals(target)) {
                target = score.target();
                out.println("  " + target + ":");
            }
            String steps = score.fromStep() == score.toStep()
                    ? Integer.toString(score.fromStep())
                    : score.fromStep() + "-" + score.toStep();
            out.printf(
                    Locale.ROOT,
                    "  %-9s %9.4f %9.4f %14.4f %9.4f %12s %12s%n",
                    steps,
                    score.model(),
                    score.naive(),
                    score.seasonalNaive(),
                    score.linear(),
                    share(score.coverage80()),
                    share(score.coverage95()));
        }
        out.flush();
    }

    ObjectNode toJson() {
        ModelSpec spec = artifact.model().spec();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", artifact.id());
        node.put("name", artifact.name());
        node.put("cell", spec.cell().name());
        node.put("reset", spec.reset().name());
        node.put("hidden", spec.hidden());
        node.put("layers", spec.layers());
        node.put("parameters", artifact.model().parameterCount());
        node.put("weights", artifact.encoding().name());
        node.put("horizon", spec.horizon());
        node.put("stepMs", spec.stepMs());
        spec.seasons().forEach(node.putArray("seasons")::add);
        spec.columns().forEach(node.putArray("columns")::add);
        spec.targets().forEach(node.putArray("targets")::add);
        spec.roles().knownNames().forEach(node.putArray("known")::add);
        spec.roles().staticNames().forEach(node.putArray("static")::add);
        spec.levels().forEach(node.putArray("levels")::add);
        node.put("transform", spec.transform().name());
        node.put("learnedUntilMs", artifact.model().learned().untilMs());
        if (artifact.model().imported().isPresent()) {
            new ImportedDescription(artifact.model()).writeTo(node.putObject("imported"));
        }
        ObjectNode settings = node.putObject("settings");
        new TreeMap<>(artifact.report().settings()).forEach(settings::put);
        ArrayNode scores = node.putArray("scores");
        for (HorizonScore score : artifact.report().scores()) {
            scores.addObject()
                    .put("target", score.target().isEmpty() ? spec.columns().get(0) : score.target())
                    .put("fromStep", score.fromStep())
                    .put("toStep", score.toStep())
                    .put("model", score.model())
                    .put("naive", score.naive())
                    .put("seasonalNaive", score.seasonalNaive())
                    .put("linear", score.linear())
                    .put("coverage80", score.coverage80())
                    .put("coverage95", score.coverage95());
        }
        return node;
    }

    private static String seasons(ModelSpec spec) {
        if (spec.findsSeasons()) {
            return "found in every series by itself, up to " + spec.longestSeason() + " steps";
        }
        return spec.seasons().isEmpty() ? "none" : spec.seasons() + " steps";
    }

    private static String cell(ModelSpec spec) {
        if (spec.hidden() == 0) {
            return "none, linear";
        }
        return "%s, %d hidden, %d %s"
                .formatted(spec.cell(), spec.hidden(), spec.layers(), spec.layers() == 1 ? "layer" : "layers");
    }

    private static String share(double covered) {
        return covered >= 0 ? String.format(Locale.ROOT, "%.1f %%", covered * 100) : "-";
    }

    private static void roleLine(PrintWriter out, String role, List<String> names) {
        if (!names.isEmpty()) {
            line(out, role, names.toString());
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-18s %s%n", name, value);
    }
}
