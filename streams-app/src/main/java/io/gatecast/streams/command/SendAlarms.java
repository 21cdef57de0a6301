package io.gatecast.streams.command;

import io.gatecast.streams.alert.AlertSender;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                "Put alarms together into incidents and post them to alert.webhook.url, with limits that will probably be"
                        + " crossed if there is a breach.topic, at least once, until it is"
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
        URI address = config.alerts()
                .webhook()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "alert.webhook.url must be set"));
        Topics topics = Topics.of(config);
        Optional<String> anomalies =
                config.detection().isPresent() ? Optional.of(topics.anomalies()) : Optional.empty();
        String sources = Stream.of(anomalies, topics.breaches())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
        if (sources.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "there is nothing to send: anomaly.profile is off and breach.topic is empty");
        }
        try (StopSignal stop = new StopSignal();
                AlertSender sender = new AlertSender(
                        config, anomalies, topics.breaches(), address, fromBeginning, Clock.systemUTC())) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "sending what is on " + sources + " to " + address.getScheme() + "://" + address.getHost());
            sender.run(stop::isRequested);
        }
        return 0;
    }
}
