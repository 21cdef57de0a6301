package io.gatecast.streams.command;

import io.gatecast.streams.config.SettingsReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code config docs}: prints the reference of all settings. */
@Command(
        name = "docs",
        description = "Print the reference of all settings, in Markdown.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast config docs > docs/configuration.md"})
final class DocumentConfig implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(SettingsReference.markdown());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
