package io.gatecast.streams.command;

import io.gatecast.streams.detect.FileDetector;
import io.gatecast.streams.nab.NabCorpus;
import io.gatecast.streams.nab.NabResults;
import io.gatecast.streams.nab.NabScore;
import io.gatecast.streams.nab.NabScorer;
import io.gatecast.streams.nab.ScoringProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code evaluate nab}: detects anomalies in a copy of the Numenta Anomaly Benchmark and scores them. */
@Command(
        name = "nab",
        description =
                "Score the detector on a copy of the Numenta Anomaly Benchmark, by its own rules: one threshold for"
                        + " all files, the best one, per application profile.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast evaluate nab --data NAB",
            "  gatecast evaluate nab --data NAB --profile thorough --categories realKnownCause",
            "  gatecast evaluate nab --data NAB --results found"
        })
final class EvaluateNab implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder with data and labels/combined_windows.json.")
    private Path data;

    @Option(
            names = "--categories",
            paramLabel = "NAME",
            split = ",",
            description = "Categories to use (default: all that are labelled).")
    private Set<String> categories = Set.of();

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Score these files, such as detect wrote, instead of detecting.")
    private Optional<Path> results;

    @Option(names = "--threshold", paramLabel = "T", description = "Threshold to use (default: the best).")
    private Optional<Double> threshold;

    @Mixin
    private DetectionOptions detection;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        NabCorpus corpus = NabCorpus.read(data, categories);
        Map<String, double[]> scores = results.isPresent()
                ? NabResults.read(corpus, results.get())
                : NabResults.detect(
                        corpus, new FileDetector(detection.artifact(out).model(), detection.settings()));
        for (ScoringProfile profile : ScoringProfile.values()) {
            NabScore score = score(corpus, scores, profile);
            out.printf(
                    Locale.ROOT,
                    "%-20s %8.4f   threshold %.9f   raw %.4f%n",
                    profile.label(),
                    score.normalized(),
                    score.threshold(),
                    score.raw());
        }
        if (corpus.categories().size() > 1) {
            printCategories(corpus, scores, out);
        }
        out.flush();
        return 0;
    }

    private NabScore score(NabCorpus corpus, Map<String, double[]> scores, ScoringProfile profile) {
        NabScorer scorer = new NabScorer(corpus);
        return threshold.map(at -> scorer.at(scores, profile, at)).orElseGet(() -> scorer.best(scores, profile));
    }

    /** Standard profile: each category at the threshold of all, and at the one that is best for the others. */
    private void printCategories(NabCorpus corpus, Map<String, double[]> scores, PrintWriter out) {
        ScoringProfile profile = ScoringProfile.STANDARD;
        double ofAll = score(corpus, scores, profile).threshold();
        out.printf("%n%-28s %8s %12s %14s%n", "standard, by category", "windows", "raw", "raw, left out");
        double heldOut = 0;
        for (String category : corpus.categories()) {
            NabScorer own = new NabScorer(corpus.part(category, false));
            double others = score(corpus.part(category, true), scores, profile).threshold();
            double raw = own.at(scores, profile, others).raw();
            heldOut += raw;
            out.printf(
                    Locale.ROOT,
                    "%-28s %8d %12.4f %14.4f%n",
                    category,
                    corpus.part(category, false).windows(),
                    own.at(scores, profile, ofAll).raw(),
                    raw);
        }
        out.printf(
                Locale.ROOT,
                "left-out categories together: %.4f%n",
                new NabScorer(corpus).normalized(heldOut, scores, profile));
    }
}
