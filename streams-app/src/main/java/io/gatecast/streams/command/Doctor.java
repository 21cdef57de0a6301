package io.gatecast.streams.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.operate.Examination;
import io.gatecast.streams.operate.Finding;
import io.gatecast.streams.operate.Finding.Grade;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code doctor}: finds out what would keep an application from running, and says how to mend it. */
@Command(
        name = "doctor",
        description =
                "Look at all that run needs, without starting or changing anything: settings, model, brokers, rights,"
                        + " topics, threads, state, registry, clocks and disk. Exit code 1 if something is wrong.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast doctor --config demand.properties", "  gatecast doctor --config demand.properties --json"
        })
final class Doctor implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        GatecastConfig config = settings.load();
        List<Finding> findings = new Examination(config, () -> Run.artifact(config), Clock.systemUTC()).findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(findings));
        } else {
            findings.forEach(finding -> print(finding, out));
            out.println();
            out.println(summary(findings));
        }
        out.flush();
        return count(findings, Grade.PROBLEM) == 0 ? 0 : 1;
    }

    private static String asJson(List<Finding> findings) throws JsonProcessingException {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(findings);
    }

    private static void print(Finding finding, PrintWriter out) {
        String mark = switch (finding.grade()) {
            case GOOD -> "ok";
            case UNKNOWN -> "?";
            case WARNING -> "warning";
            case PROBLEM -> "PROBLEM";
        };
        out.printf("%-8s %-9s %s%n", mark, finding.subject(), finding.text());
        if (!finding.cure().isEmpty()) {
            out.printf("%-8s %-9s → %s%n", "", "", finding.cure());
        }
    }

    private static String summary(List<Finding> findings) {
        long problems = count(findings, Grade.PROBLEM);
        long warnings = count(findings, Grade.WARNING);
        return problems == 0 && warnings == 0
                ? "nothing is wrong"
                : "%d %s, %d %s"
                        .formatted(
                                problems,
                                problems == 1 ? "problem" : "problems",
                                warnings,
                                warnings == 1 ? "warning" : "warnings");
    }

    private static long count(List<Finding> findings, Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }
}
