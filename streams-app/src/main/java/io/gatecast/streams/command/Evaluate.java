package io.gatecast.streams.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code evaluate}: benchmarks. */
@Command(name = "evaluate", description = "Measure how good detection is.", subcommands = EvaluateNab.class)
final class Evaluate implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to evaluate on is required, such as nab");
    }
}
