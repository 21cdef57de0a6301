package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.schema.ModelScore;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.models.Candidate;
import io.gatecast.streams.models.ModelTopic;
import io.gatecast.streams.models.PromotionRule;
import io.gatecast.streams.models.ScoreReader;
import io.gatecast.streams.models.Stages;
import io.gatecast.streams.models.Verdict;
import io.gatecast.streams.state.Stores;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code model compare}: prints how the candidate does beside the champion on live data. */
@Command(
        name = "compare",
        description = "Print how the candidate does beside the champion: pinball losses one step ahead on the same"
                + " observations, series by series, with Wilcoxon's signed-rank test.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model compare --config taxi.properties",
            "  gatecast model compare --topic taxi-models --application taxi-forecast --scores 500"
        })
final class CompareModels implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "Application whose series are compared (default: the file's application.id).")
    private Optional<String> application;

    @Option(
            names = "--scores",
            paramLabel = "N",
            description = "Scores a series must have to count (default: the candidate's, or else 100).")
    private Optional<Long> scores;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        String name = application
                .or(() -> options.settings().map(GatecastConfig::applicationId))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--application is required, or --config with the application's settings"));
        ModelTopic topic = options.usableTopic();
        Stages stages = topic.read().stages();
        Candidate candidate = stages.candidate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no candidate on topic " + topic.name() + "; gatecast model candidate nominates one"));
        PromotionRule rule = candidate.rule().orElse(PromotionRule.DEFAULT);
        List<ModelScore> found;
        try (ScoreReader reader = new ScoreReader(topic.cluster(), Stores.scoresTopic(name))) {
            found = reader.read(candidate.modelId(), stages.champion());
        }
        String champion = found.isEmpty()
                ? stages.champion().orElse("(model.file)")
                : found.get(0).getChampionId();
        long needed = scores.orElse(rule.scoresPerSeries());
        Verdict verdict = Verdict.of(found, needed);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(champion, candidate, found.size(), verdict));
        } else {
            print(champion, candidate, found.size(), needed, verdict, out);
        }
        out.flush();
        return 0;
    }

    private static void print(
            String champion, Candidate candidate, int all, long needed, Verdict verdict, PrintWriter out) {
        line(out, "champion", champion);
        line(out, "candidate", candidate.modelId() + (candidate.guards() ? ", the former champion" : ""));
        line(
                out,
                "series",
                verdict.series() + " of " + all + " have " + needed + " scores, together "
                        + String.format(Locale.ROOT, "%,d", verdict.scores()));
        line(out, "candidate better", verdict.better() + " series");
        line(out, "candidate worse", verdict.worse() + " series");
        line(
                out,
                "difference",
                String.format(
                        Locale.ROOT, "%+.2f %% of the pinball loss, median over series", 100 * verdict.difference()));
        if (!verdict.hasEnoughSeries()) {
            line(out, "p", "none: the test needs " + Verdict.FEWEST_SERIES + " series, has " + verdict.series());
            return;
        }
        line(out, "p (better)", String.format(Locale.ROOT, "%.3g", verdict.pBetter()));
        line(out, "p (worse)", String.format(Locale.ROOT, "%.3g", verdict.pWorse()));
    }

    private static ObjectNode toJson(String champion, Candidate candidate, int all, Verdict verdict) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("champion", champion)
                .put("candidate", candidate.modelId())
                .put("series", verdict.series())
                .put("allSeries", all)
                .put("scores", verdict.scores())
                .put("better", verdict.better())
                .put("worse", verdict.worse())
                .put("medianDifference", verdict.difference())
                .put("pBetter", verdict.pBetter())
                .put("pWorse", verdict.pWorse());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-18s %s%n", name, value);
    }
}
