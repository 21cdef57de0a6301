package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.streams.client.RecordDecoder;
import io.gatecast.streams.client.TopicReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tail}: prints the records of a topic as they come. */
@Command(
        name = "tail",
        description = "Print forecasts, anomalies or observations as they come, Avro or JSON. Ctrl-C ends it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast tail --topic readings-forecasts",
            "  gatecast tail --topic readings-forecasts --from-beginning --max 10 --json"
        })
final class Tail implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Topic to read.")
    private String topic;

    @Option(names = "--from-beginning", description = "Begin with the first record kept, not with the next new one.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "End after this many records.")
    private Optional<Long> max;

    @Option(
            names = "--timeout",
            paramLabel = "SPAN",
            converter = DurationText.class,
            description = "End when no record came for this long, such as 10s.")
    private Optional<Duration> timeout;

    @Option(names = "--json", description = "Print one JSON object per line, numbers to the last bit.")
    private boolean json;

    @Mixin
    private ClusterOptions connection;

    @Override
    public Integer call() {
        if (max.isPresent() && max.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--max must be at least 1, was " + max.get());
        }
        try (StopSignal stop = new StopSignal()) {
            boolean isNew = awaitTopic(stop);
            if (!stop.isRequested()) {
                read(fromBeginning || isNew, stop);
            }
        }
        return 0;
    }

    /** Waits for a topic that somebody is about to create; returns whether that was necessary. */
    private boolean awaitTopic(StopSignal stop) {
        if (connection.cluster().hasTopic(topic)) {
            return false;
        }
        spec.commandLine().getErr().println("waiting for topic " + topic);
        long since = System.nanoTime();
        while (!stop.await(POLL.toMillis()) && !connection.cluster().hasTopic(topic)) {
            if (isOver(since)) {
                throw new KafkaException("there is no topic '" + topic + "'");
            }
        }
        return true;
    }

    private void read(boolean fromFirst, StopSignal stop) {
        try (RecordDecoder decoder = new RecordDecoder(connection.cluster());
                TopicReader<byte[]> reader =
                        new TopicReader<>(connection.cluster().committedConsumer(new ByteArrayDeserializer()), topic)) {
            if (fromFirst) {
                reader.seekToBeginning();
            }
            follow(reader, decoder, stop, spec.commandLine().getOut());
        }
    }

    private void follow(TopicReader<byte[]> reader, RecordDecoder decoder, StopSignal stop, PrintWriter out) {
        long left = max.orElse(Long.MAX_VALUE);
        long quietSince = System.nanoTime();
        while (left > 0 && !stop.isRequested() && !isOver(quietSince)) {
            for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                quietSince = System.nanoTime();
                if (left > 0) {
                    left--;
                    ObjectNode content = decoder.decode(message);
                    out.println(json ? content.toString() : RecordLine.of(content));
                }
            }
            out.flush();
        }
    }

    private boolean isOver(long quietSince) {
        return timeout.isPresent()
                && System.nanoTime() - quietSince >= timeout.get().toNanos();
    }
}
