package io.gatecast.streams.command;

import io.gatecast.streams.alert.AlertSender;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code alarms send}: puts alarms together into incidents and tells a webhook, until it is stopped. */
@Command(
        name = "send",
        description =
                "Put alarms together into incidents and post them to alert.webhook.url, at least once, until it is"
                        + " stopped. One process per application; it goes on where the last one ended.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast alarms send --config plant.properties",
            "  gatecast alarms send --config plant.properties --set alert.incident.group='^[^-]+'"
        })
final class SendAlarms implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--from-beginning",
            description =
                    "Begin with the first alarm of the topic if nothing was sent before (default: with the next one).")
    private boolean fromBeginning;

    @Override
    public Integer call() throws IOException {
        GatecastConfig config = settings.load();
        URI address = config.alertWebhook()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "alert.webhook.url must be set"));
        String topic = Topics.of(config).anomalies();
        try (StopSignal stop = new StopSignal();
                AlertSender sender = new AlertSender(config, topic, address, fromBeginning, Clock.systemUTC())) {
            spec.commandLine()
                    .getErr()
                    .println("sending the alarms of " + topic + " to " + address.getScheme() + "://"
                            + address.getHost());
            sender.run(stop::isRequested);
        }
        return 0;
    }
}
