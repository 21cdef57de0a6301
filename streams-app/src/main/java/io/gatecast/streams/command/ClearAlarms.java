package io.gatecast.streams.command;

import io.gatecast.streams.control.AlarmControl;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code alarms clear}: takes back what was asked of a series. */
@Command(
        name = "clear",
        description = "Take back everything that was asked under a name.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast alarms clear 'press-*' --topic plant-alarms")
final class ClearAlarms implements Callable<Integer> {
    @Parameters(paramLabel = "SERIES", description = "The name, as it was given.")
    private String series;

    @Mixin
    private AlarmTopicOptions options;

    @Override
    public Integer call() {
        options.change(series, control -> AlarmControl.NONE);
        return 0;
    }
}
