package io.gatecast.streams.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code alarms set}: gives a series rules of its own. */
@Command(
        name = "set",
        description = "Give a series rules of its own, which hold beside those it has. They begin with its next event.",
        footerHeading =
                "%nRules: cooldown.ms, direction, min.deviation, min.relative.deviation, min.steps, sensitivity,%n"
                        + "silence.steps; they mean what the settings anomaly.… mean. limit.lower and limit.upper mean what%n"
                        + "breach.limit.… mean; Infinity is none.%n%nExamples:%n",
        footer = {
            "  gatecast alarms set 'press-*' sensitivity=-0.5 cooldown.ms=3600000 --topic plant-alarms",
            "  gatecast alarms set 'tank-*' limit.upper=90 --topic plant-alarms"
        })
final class SetAlarms implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "SERIES",
            description = "Name of the series, or its beginning and an asterisk.")
    private String series;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "RULE=VALUE", description = "Rules to change.")
    private Map<String, String> rules;

    @Mixin
    private AlarmTopicOptions options;

    @Override
    public Integer call() {
        options.change(series, control -> control.withRules(control.rules().with(rules)));
        return 0;
    }
}
