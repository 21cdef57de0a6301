package io.gatecast.streams.command;

import io.gatecast.core.anomaly.SeriesControls.Feedback;
import io.gatecast.streams.control.AlarmControl;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code alarms label}: tells whether an observation was an anomaly. */
@Command(
        name = "label",
        description =
                "Tell what an observation was. Each normal makes later alarms of the series harder, by 0.3 of evidence,"
                        + " by 1.5 at most; each anomaly makes them easier.",
        footerHeading = "%nExamples:%n",
        footer = "  gatecast alarms label press-7 normal --at 2026-02-20T10:30:00Z --topic plant-alarms")
final class LabelAlarm implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "SERIES",
            description = "Name of the series, or its beginning and an asterisk.")
    private String series;

    @Parameters(index = "1", paramLabel = "LABEL", description = "normal or anomaly.")
    private String label;

    @Option(
            names = "--at",
            required = true,
            paramLabel = "TIME",
            description = "Event time of the observation, such as 2026-02-20T10:30:00Z.")
    private Instant at;

    @Mixin
    private AlarmTopicOptions options;

    @Override
    public Integer call() {
        options.change(
                series, control -> control.withFeedback(new Feedback(at.toEpochMilli(), AlarmControl.label(label))));
        return 0;
    }
}
