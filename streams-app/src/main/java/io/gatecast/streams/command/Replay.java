package io.gatecast.streams.command;

import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.replay.Bound;
import io.gatecast.streams.replay.Range;
import io.gatecast.streams.replay.Repeatability;
import io.gatecast.streams.replay.ReplayOrder;
import io.gatecast.streams.replay.ReplaySpace;
import io.gatecast.streams.replay.ReplayTraces;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code replay}: leads records of the past through the same graph as {@code run}, beside the application. */
@Command(
        name = "replay",
        description = {
            "Forecast records of the past again, with the same graph and settings as run, beside the running application.",
            "",
            "Series begin anew at the first record. At the last one the replay ends and deletes all it has made but what it was"
                    + " asked for. One that was interrupted goes on with --resume."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast replay --config demand.properties --verify",
            "  gatecast replay --config demand.properties --model other.gatecast \\",
            "      --output other.csv",
            "  gatecast replay --config demand.properties --from 2026-03-01 --to 2026-04-01 \\",
            "      --speed 600x --output-topic demand-march",
            "  gatecast replay --config demand.properties --resume 3f2a81c0"
        })
final class Replay implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Properties file of the application, as for run.")
    private Path file;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Overrides a setting; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "First record: a time such as 2026-03-01T12:00:00Z by the records' timestamps, an offset, or offsets"
                            + " such as 0=1200,1=900 (default: the first one kept).")
    private Optional<String> from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "Record before which to end, in the same way (default: --until-end).")
    private Optional<String> to;

    @Option(names = "--until-end", description = "End after the last record there is now. This is the default.")
    private boolean untilEnd;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "How fast by the records' timestamps, such as 60x for an hour per minute (default: as fast as"
                    + " possible).")
    private Optional<String> speed;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "Model of all series: a file, or id or name on the model topic (default: the one that run would"
                            + " begin with now).")
    private Optional<String> model;

    @Option(
            names = "--models-from",
            paramLabel = "TOPIC",
            description =
                    "Let every series change models at the records where it did according to the forecasts on this"
                            + " topic; --verify implies it.")
    private Optional<String> modelsFrom;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description =
                    "Model that recorded forecasts were made with, if it is not on the model topic; may be repeated.")
    private List<Path> further = List.of();

    @Option(
            names = "--verify",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "TOPIC",
            description =
                    "Compare with the forecasts recorded on this topic (without a name: the application's own) to the last"
                            + " bit; exit code 1 if any differ.")
    private Optional<String> verify;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the forecasts to a file, .jsonl for one JSON object each, otherwise CSV.")
    private Optional<Path> outputFile;

    @Option(
            names = "--output-topic",
            paramLabel = "TOPIC",
            description = "Write the forecasts to this topic, which stays.")
    private Optional<String> outputTopic;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the replay (default: a random one).")
    private Optional<String> name;

    @Option(names = "--resume", paramLabel = "NAME", description = "Go on with an interrupted replay.")
    private Optional<String> resume;

    @Option(
            names = "--discard",
            paramLabel = "NAME",
            description = "Delete what an interrupted or kept replay has left.")
    private Optional<String> discard;

    @Option(names = "--keep", description = "Delete nothing: topics, state and consumer group stay, for --discard.")
    private boolean keep;

    @Override
    public Integer call() throws IOException {
        try {
            GatecastConfig live = GatecastConfig.load(file, System.getenv(), overrides);
            if (discard.isPresent()) {
                requireAlone("--discard", false);
                ReplaySpace space = new ReplaySpace(live, discard.get());
                new ReplayTraces(space, space.config(Optional.empty(), 1, Map.of())).delete();
                out().println("deleted what replay " + discard.get() + " has left");
                return 0;
            }
            return resume.isPresent() ? resume(live) : begin(live);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int resume(GatecastConfig live) throws IOException {
        requireAlone("--resume", true);
        ReplaySpace space = new ReplaySpace(live, resume.orElseThrow());
        ReplayOrder order = ReplayOrder.read(space.folder())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no replay " + space.name() + " in " + space.folder()));
        if (order.recorded().isPresent()) {
            requireRepeatable(live, "--resume");
        }
        return job(live, space, order).run();
    }

    private int begin(GatecastConfig live) throws IOException {
        requireOptionsFit(live);
        ReplaySpace space = new ReplaySpace(
                live, name.orElseGet(() -> UUID.randomUUID().toString().substring(0, 8)));
        if (ReplayOrder.read(space.folder()).isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is a replay " + space.name() + " already; --resume goes on with it, --discard deletes it");
        }
        Optional<String> recorded = verify.map(
                        topic -> topic.isEmpty() ? Topics.of(live).forecasts() : topic)
                .or(() -> modelsFrom);
        ReplayOrder order = new ReplayOrder(
                range(live),
                model.map(Replay::absoluteIfFile),
                Optional.empty(),
                further,
                recorded,
                verify.isPresent(),
                outputTopic,
                outputFile,
                speed.map(this::factor).orElse(Double.POSITIVE_INFINITY));
        return job(live, space, order).run();
    }

    /** A replay may be resumed from another folder. */
    private static String absoluteIfFile(String model) {
        Path path = Path.of(model);
        return Files.exists(path) ? path.toAbsolutePath().toString() : model;
    }

    /** Nothing else may be said where an order is on record. */
    private void requireAlone(String option, boolean mayKeep) {
        boolean more = from.isPresent()
                || to.isPresent()
                || untilEnd
                || speed.isPresent()
                || model.isPresent()
                || modelsFrom.isPresent()
                || !further.isEmpty()
                || verify.isPresent()
                || outputFile.isPresent()
                || outputTopic.isPresent()
                || name.isPresent()
                || resume.isPresent() && discard.isPresent()
                || keep && !mayKeep;
        if (more) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " allows no further options but --config and --set" + (mayKeep ? " and --keep" : ""));
        }
    }

    private void requireOptionsFit(GatecastConfig live) {
        if (untilEnd && to.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--until-end excludes --to");
        }
        if (model.isPresent() && (verify.isPresent() || modelsFrom.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model excludes --verify and --models-from: recorded forecasts name their models themselves");
        }
        outputTopic.ifPresent(topic -> requireNew(live, topic));
        if (verify.isPresent() || modelsFrom.isPresent()) {
            requireRepeatable(live, verify.isPresent() ? "--verify" : "--models-from");
        }
    }

    private void requireRepeatable(GatecastConfig live, String option) {
        Repeatability.refusal(live).ifPresent(why -> {
            throw new ParameterException(spec.commandLine(), option + " is refused: " + why);
        });
    }

    /** What is there already would be taken for the replay's. */
    private void requireNew(GatecastConfig live, String topic) {
        if (new Cluster(live.clientSettings(), Map.of()).hasTopic(topic)) {
            throw new ParameterException(
                    spec.commandLine(), "--output-topic must name a topic that does not exist yet, " + topic + " does");
        }
    }

    private double factor(String text) {
        try {
            double factor = Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text);
            if (factor > 0 && factor < Double.POSITIVE_INFINITY) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // the same message
        }
        throw new ParameterException(
                spec.commandLine(), "--speed must be a positive number such as 60x, was '" + text + "'");
    }

    private Range range(GatecastConfig live) {
        Cluster cluster = new Cluster(live.clientSettings(), Map.of());
        try (Consumer<byte[], byte[]> consumer = cluster.committedConsumer(new ByteArrayDeserializer())) {
            return Range.between(consumer, live.inputTopics(), bound("--from", from), bound("--to", to));
        }
    }

    private Optional<Bound> bound(String option, Optional<String> text) {
        try {
            return text.map(Bound::parse);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " " + e.getMessage(), e);
        }
    }

    private ReplayJob job(GatecastConfig live, ReplaySpace space, ReplayOrder order) {
        return new ReplayJob(spec.commandLine(), live, space, order, overrides, keep);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
