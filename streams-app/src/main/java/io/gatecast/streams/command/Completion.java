package io.gatecast.streams.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code completion}: prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Print a script with which bash and zsh complete the commands and options of gatecast.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(gatecast completion)",
            "  gatecast completion > ~/.local/share/bash-completion/completions/gatecast"
        })
final class Completion implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
