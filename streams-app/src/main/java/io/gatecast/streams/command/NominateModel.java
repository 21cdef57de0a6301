package io.gatecast.streams.command;

import io.gatecast.streams.models.Candidate;
import io.gatecast.streams.models.ModelDesk;
import io.gatecast.streams.models.PromotionRule;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code model candidate}: lets a model run beside the champion. */
@Command(
        name = "candidate",
        description =
                "Let a published model run beside the champion. Both are scored on the same observations; model compare"
                        + " shows the result.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast model candidate 3fa2b1 --topic taxi-models",
            "  gatecast model candidate 3fa2b1 --topic taxi-models --share 0.1 --serve",
            "  gatecast model candidate 3fa2b1 --topic taxi-models --auto --significance 0.005",
            "  gatecast model candidate --none --topic taxi-models"
        })
final class NominateModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Id of the model, or its beginning.")
    private Optional<String> model;

    @Option(names = "--none", description = "End the candidate's run.")
    private boolean none;

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Share of the series it runs on, chosen by a hash of the key (default: ${DEFAULT-VALUE}).")
    private double share;

    @Option(names = "--serve", description = "Issue its forecasts for those series; without, they are scored only.")
    private boolean serve;

    @Option(
            names = "--auto",
            description = "Promote it once it has proved better, and go back if it then proves worse after all.")
    private boolean auto;

    @Option(
            names = "--significance",
            paramLabel = "P",
            defaultValue = "0.01",
            description = "With --auto: largest p-value that proves it (default: ${DEFAULT-VALUE}).")
    private double significance;

    @Option(
            names = "--scores",
            paramLabel = "N",
            defaultValue = "100",
            description = "With --auto: scores a series must have to count (default: ${DEFAULT-VALUE}).")
    private long scores;

    @Mixin
    private ModelTopicOptions options;

    @Override
    public Integer call() {
        if (none == model.isPresent()) {
            throw new ParameterException(spec.commandLine(), "either the id of a model or --none is required");
        }
        if (none) {
            options.desk().dismiss("by command");
            spec.commandLine().getOut().println("no candidate");
            return 0;
        }
        Optional<PromotionRule> rule = auto ? Optional.of(new PromotionRule(significance, scores)) : Optional.empty();
        ModelDesk desk = options.desk();
        Candidate candidate = desk.nominate(model.orElseThrow(), id -> new Candidate(id, share, serve, rule, false))
                .candidate()
                .orElseThrow();
        spec.commandLine().getOut().println("candidate " + candidate.modelId());
        return 0;
    }
}
