package io.gatecast.streams.command;

import io.gatecast.schema.Observation;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.client.ObservationSender;
import io.gatecast.streams.table.SeriesTable;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TableRow;
import io.gatecast.streams.table.TableRows;
import io.gatecast.streams.table.TimestampText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code feed}: puts the rows of a CSV file on a topic, with their own timestamps. */
@Command(
        name = "feed",
        description = "Put a CSV file on a topic as Avro observations, in the order of the file and with the rows' own"
                + " timestamps.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast feed --input taxi.csv --topic taxi",
            "  gatecast feed --input plant.csv --topic readings --partitions 6 --rate 100",
            "  gatecast feed --input ett.csv --topic oil --value-columns OT",
            "  gatecast feed --input sales.csv --topic sales --targets sales --known holiday \\",
            "      --horizon 28"
        })
final class Feed implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = "--input", required = true, paramLabel = "FILE.csv", description = "File with the observations.")
    private Path input;

    @Option(
            names = "--topic",
            required = true,
            paramLabel = "TOPIC",
            description = "Topic to write to; created if missing, to keep its records for ever.")
    private String topic;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topic if it is created (default: the broker's).")
    private Optional<Integer> partitions;

    @Option(names = "--rate", paramLabel = "N", description = "Events per second (default: as fast as possible).")
    private Optional<Double> rate;

    @Option(
            names = "--from-row",
            paramLabel = "N",
            description = "First row of every series to send, from 0 (default: ${DEFAULT-VALUE}).")
    private long fromRow = 0;

    @Option(names = "--rows", paramLabel = "N", description = "Number of rows of every series to send (default: all).")
    private Optional<Long> rows;

    @Option(
            names = "--horizon",
            paramLabel = "H",
            description = "With --known: number of steps ahead to send of what is known, the model's horizon.")
    private Optional<Integer> horizon;

    @Mixin
    private RoleOptions roles;

    @Mixin
    private TableOptions table;

    @Mixin
    private ClusterOptions connection;

    @Override
    public Integer call() {
        requireOptionsFit();
        Cluster cluster = connection.cluster();
        PrintWriter err = spec.commandLine().getErr();
        TableFormat format = roles.applyTo(table.format());
        try (SeriesTable observations = SeriesTable.open(input, format);
                StopSignal stop = new StopSignal()) {
            boolean created = cluster.createTopic(topic, partitions);
            Optional<Duration> retention = created ? Optional.empty() : cluster.retention(topic);
            if (created) {
                err.println("created topic " + topic);
            } else if (partitions.isPresent()) {
                err.println("topic " + topic + " exists; --partitions has no effect");
            }
            try (Producer<String, Observation> producer = cluster.observationProducer();
                    ObservationSender sender = new ObservationSender(producer, topic);
                    ProgressBar progress = Progress.start("feed", "events", -1, err)) {
                TableRows ready =
                        new TableRows(observations, format.further().known().size(), horizon.orElse(0), false);
                send(ready, sender, new Pace(rate), stop, progress, retention);
                sender.flush();
                report(sender.sent(), stop);
            }
        }
        return 0;
    }

    private void requireOptionsFit() {
        if (fromRow < 0) {
            throw new ParameterException(spec.commandLine(), "--from-row must not be negative, was " + fromRow);
        }
        if (rate.isPresent() && !(rate.get() > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate must be positive, was " + rate.get());
        }
        if (horizon.isPresent() && horizon.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--horizon must be at least 1, was " + horizon.get());
        }
        if (horizon.isPresent() != roles.hasKnown()) {
            throw new ParameterException(
                    spec.commandLine(), "--known and --horizon belong together: what is known is sent so far ahead");
        }
        if (partitions.isPresent() && partitions.get() < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions must be at least 1, was " + partitions.get());
        }
    }

    private void send(
            TableRows ready,
            ObservationSender sender,
            Pace pace,
            StopSignal stop,
            ProgressBar progress,
            Optional<Duration> retention) {
        long endRow = rows.isPresent() ? fromRow + rows.get() : Long.MAX_VALUE;
        while (!stop.isRequested() && ready.next()) {
            TableRow row = ready.row();
            if (row.index() < fromRow || row.index() >= endRow) {
                continue;
            }
            if (sender.sent() == 0) {
                warnOfRetention(retention, row.timestampMs());
            }
            pace.awaitTurn(sender.sent(), stop);
            sender.send(ready.key(), row.observation(), row.statics());
            if (sender.sent() % PROGRESS_EVERY == 0) {
                progress.stepTo(sender.sent());
            }
        }
        progress.stepTo(sender.sent());
    }

    private void warnOfRetention(Optional<Duration> retention, long firstTimestampMs) {
        retention
                .filter(kept -> firstTimestampMs < Instant.now().minus(kept).toEpochMilli())
                .ifPresent(kept -> spec.commandLine()
                        .getErr()
                        .printf(
                                Locale.ROOT,
                                "note: topic %s keeps records for %d h, the first row is of %s: the broker may delete"
                                        + " it soon (set retention.ms=-1)%n",
                                topic,
                                kept.toHours(),
                                TimestampText.format(firstTimestampMs)));
    }

    private void report(long sent, StopSignal stop) {
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%,d observations on topic %s%s%n",
                        sent,
                        topic,
                        stop.isRequested() ? ", stopped early" : "");
    }
}
