package io.gatecast.streams.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code alarms show}: prints what is asked of the alarms of every series. */
@Command(
        name = "show",
        description = "Print what is asked, one line for each name: the name, and a JSON object.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast alarms show --config plant.properties")
final class ShowAlarms implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AlarmTopicOptions options;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        options.topic()
                .read((place, why) -> err.println(place + " cannot be used: " + why))
                .forEach((series, control) ->
                        out.println(series + " " + new String(control.toJson(), StandardCharsets.UTF_8)));
        return 0;
    }
}
