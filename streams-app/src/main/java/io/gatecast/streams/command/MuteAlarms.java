package io.gatecast.streams.command;

import io.gatecast.core.anomaly.SeriesControls.Maintenance;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code alarms mute}: announces maintenance. */
@Command(
        name = "mute",
        description = "Announce maintenance: a series does not alarm from one event time until another.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast alarms mute press-7 --from 2026-03-01T06:00:00Z --for 3h --topic plant-alarms")
final class MuteAlarms implements Callable<Integer> {
    @Parameters(paramLabel = "SERIES", description = "Name of the series, or its beginning and an asterisk.")
    private String series;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "First event time without alarms, such as 2026-03-01T06:00:00Z.")
    private Instant from;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "SPAN",
            converter = DurationText.class,
            description = "How long, such as 90m or 3h.")
    private Duration span;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever reads it later.")
    private String reason = "";

    @Mixin
    private AlarmTopicOptions options;

    @Override
    public Integer call() {
        options.change(
                series,
                control -> control.withMaintenance(
                        new Maintenance(from.toEpochMilli(), from.plus(span).toEpochMilli(), reason)));
        return 0;
    }
}
