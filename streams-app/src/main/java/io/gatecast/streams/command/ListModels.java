package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.streams.models.Candidate;
import io.gatecast.streams.models.Catalogue;
import io.gatecast.streams.models.PublishedModel;
import io.gatecast.streams.models.Stages;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code model list}: prints the models on a topic, which one forecasts, and who refuses which. */
@Command(
        name = "list",
        description =
                "Print the models on a model topic: which one forecasts, which one is tried, and which ones running"
                        + " applications refuse, with the reason.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast model list --topic taxi-models", "  gatecast model list --config taxi.properties --json"})
final class ListModels implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        Catalogue catalogue = options.usableTopic().read();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(catalogue));
        } else {
            print(catalogue, out);
        }
        out.flush();
        return 0;
    }

    private static void print(Catalogue catalogue, PrintWriter out) {
        out.printf(Locale.ROOT, "%-16s  %-10s  %-20s  %12s  %s%n", "id", "stage", "published", "bytes", "name");
        for (PublishedModel model : catalogue.models()) {
            out.printf(
                    Locale.ROOT,
                    "%-16s  %-10s  %-20s  %,12d  %s%n",
                    model.id(),
                    stage(model, catalogue.stages()),
                    Instant.ofEpochMilli(model.publishedAtMs()).truncatedTo(ChronoUnit.SECONDS),
                    model.size(),
                    model.name());
            if (!model.isRetired() && !model.isComplete()) {
                out.println("    incomplete: " + model.chunksFound() + " of " + model.chunks() + " chunks");
            }
            new TreeMap<>(model.refusals())
                    .forEach((application, reason) -> out.println("    refused by " + application + ": " + reason));
        }
        catalogue.stages().candidate().ifPresent(candidate -> out.println(describe(candidate)));
        if (catalogue.stages().revision() > 0) {
            out.println("last change " + Instant.ofEpochMilli(catalogue.stages().changedAtMs()) + ": "
                    + catalogue.stages().reason());
        }
    }

    private static String describe(Candidate candidate) {
        String run = String.format(
                Locale.ROOT,
                "candidate %s runs on %.4g %% of the series, its forecasts are %s",
                candidate.modelId(),
                100 * candidate.share(),
                candidate.serves() ? "issued" : "scored only");
        return run
                + candidate
                        .rule()
                        .map(rule ->
                                (candidate.guards() ? "; it goes back to its place at p <= " : "; promoted at p <= ")
                                        + rule.significance() + " over series with " + rule.scoresPerSeries()
                                        + " scores")
                        .orElse("");
    }

    static String stage(PublishedModel model, Stages stages) {
        if (model.isRetired()) {
            return "retired";
        }
        if (stages.champion().filter(model.id()::equals).isPresent()) {
            return "champion";
        }
        if (stages.candidate()
                .filter(trial -> trial.modelId().equals(model.id()))
                .isPresent()) {
            return "candidate";
        }
        return stages.former().contains(model.id()) ? "former" : "published";
    }

    private static ObjectNode toJson(Catalogue catalogue) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Stages stages = catalogue.stages();
        node.put("revision", stages.revision());
        node.put("champion", stages.champion().orElse(null));
        stages.former().forEach(node.putArray("former")::add);
        stages.candidate().ifPresent(candidate -> {
            ObjectNode trial = node.putObject("candidate");
            trial.put("id", candidate.modelId());
            trial.put("share", candidate.share());
            trial.put("serves", candidate.serves());
            trial.put("guards", candidate.guards());
            candidate.rule().ifPresent(rule -> {
                trial.put("significance", rule.significance());
                trial.put("scoresPerSeries", rule.scoresPerSeries());
            });
        });
        node.put("changedAtMs", stages.changedAtMs());
        node.put("reason", stages.reason());
        ArrayNode models = node.putArray("models");
        for (PublishedModel model : catalogue.models()) {
            ObjectNode entry = models.addObject()
                    .put("id", model.id())
                    .put("name", model.name())
                    .put("stage", stage(model, stages))
                    .put("publishedAtMs", model.publishedAtMs())
                    .put("bytes", model.size())
                    .put("sha256", model.sha256())
                    .put("complete", model.isComplete());
            ObjectNode refusals = entry.putObject("refusals");
            new TreeMap<>(model.refusals()).forEach(refusals::put);
        }
        return node;
    }
}
