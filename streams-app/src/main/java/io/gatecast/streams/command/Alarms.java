package io.gatecast.streams.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code alarms}: groups what can be asked of the alarms of single series while they run. */
@Command(
        name = "alarms",
        description =
                "Ask something of the alarms of a series, or of all whose names begin alike, while applications run; and"
                        + " tell others of alarms.",
        subcommands = {
            ShowAlarms.class,
            SetAlarms.class,
            MuteAlarms.class,
            LabelAlarm.class,
            ClearAlarms.class,
            SendAlarms.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast alarms set press-7 direction=up min.deviation=0.5 --topic plant-alarms",
            "  gatecast alarms mute 'press-*' --from 2026-03-01T06:00:00Z --for 3h --reason 'new bearings' --topic plant-alarms",
            "  gatecast alarms label press-7 normal --at 2026-02-20T10:30:00Z --topic plant-alarms",
            "  gatecast alarms show --topic plant-alarms"
        })
final class Alarms implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required, such as set, mute or show");
    }
}
