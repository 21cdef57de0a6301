package io.gatecast.streams.command;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Registry;
import io.gatecast.streams.encode.OutputSerdes;
import io.gatecast.streams.explain.Difference;
import io.gatecast.streams.explain.ExplanationText;
import io.gatecast.streams.explain.InputReplay;
import io.gatecast.streams.explain.Place;
import io.gatecast.streams.explain.RecordedForecasts;
import io.gatecast.streams.explain.SeriesReplay;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.models.ModelTopic;
import io.gatecast.streams.table.TimestampText;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code explain}: computes a recorded forecast again and shows what it follows from. */
@Command(
        name = "explain",
        description = {
            "Compute a recorded forecast again from the input topic, show what it follows from, and compare.",
            "Ends with 0 if both are equal bit for bit, with 1 and the first difference if not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast explain --config demand.properties --forecast demand-forecasts-0@1234",
            "  gatecast explain --config demand.properties --key shop-7 --time 2024-03-01T10:00:00Z"
        })
final class Explain implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Properties file of the run that forecast.")
    private Path file;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Overrides a setting; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @ArgGroup(multiplicity = "1")
    private Wanted wanted;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "Model file to look for models in, by their ids, before model.file and model.topic; may be repeated.")
    private List<Path> files = List.of();

    private static final class Wanted {
        @Option(
                names = "--forecast",
                required = true,
                paramLabel = "TOPIC-PARTITION@OFFSET",
                description = "Where the forecast is.")
        private String place;

        @ArgGroup(exclusive = false)
        private Series series;
    }

    private static final class Series {
        @Option(names = "--key", required = true, paramLabel = "KEY", description = "Series whose forecast is wanted.")
        private String key;

        @Option(
                names = "--time",
                required = true,
                paramLabel = "TIME",
                description = "Event time it was issued at; of several revisions the latest is taken.")
        private String time;

        @Option(names = "--target", paramLabel = "COLUMN", description = "Column forecast, if there are several.")
        private Optional<String> target;
    }

    @Override
    public Integer call() throws IOException {
        try {
            GatecastConfig config = GatecastConfig.load(file, System.getenv(), overrides);
            return explain(config, new Cluster(config.clientSettings(), Map.copyOf(config.registrySettings())));
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int explain(GatecastConfig config, Cluster cluster) {
        RecordedForecasts recorded = recorded(config, cluster);
        ExplanationText text = new ExplanationText(spec.commandLine().getOut());
        text.origin(recorded);
        Map<String, Artifact> models = models(config);
        Optional<SchemaRegistryClient> registry =
                config.hasRegistry() ? Optional.of(Registry.client(config)) : Optional.empty();
        SeriesReplay series = new SeriesReplay(
                config,
                recorded.forecast().getKey(),
                recorded.trail(),
                id -> models.computeIfAbsent(id, missing -> published(config, cluster, missing)),
                registry);
        InputReplay replay;
        try (Consumer<byte[], byte[]> input = cluster.committedConsumer(new ByteArrayDeserializer())) {
            replay = InputReplay.of(input, recorded, series);
        }
        if (replay.recomputed().isEmpty()) {
            text.nothing();
            return 1;
        }
        text.explain(replay, replay.recomputed().get(), series.events());
        Optional<Difference> first =
                Difference.first(recorded.forecast(), replay.recomputed().get().forecast());
        first.ifPresentOrElse(text::different, text::equal);
        return first.isPresent() ? 1 : 0;
    }

    private RecordedForecasts recorded(GatecastConfig config, Cluster cluster) {
        try (Consumer<byte[], Forecast> consumer =
                cluster.committedConsumer(OutputSerdes.forecasts(config).deserializer())) {
            return RecordedForecasts.at(consumer, place(config, consumer));
        }
    }

    private Place place(GatecastConfig config, Consumer<byte[], Forecast> consumer) {
        if (wanted.place != null) {
            return Place.parse(wanted.place);
        }
        long timeMs = TimestampText.parse(wanted.series.time);
        Predicate<Forecast> fits = forecast -> forecast.getKey().equals(wanted.series.key)
                && forecast.getIssuedAtMs() == timeMs
                && wanted.series.target.map(forecast.getTarget()::equals).orElse(true);
        String topic = Topics.of(config).forecasts();
        return RecordedForecasts.find(consumer, topic, fits)
                .orElseThrow(() -> new KafkaException("topic " + topic + " has no forecast of series "
                        + wanted.series.key + " issued at " + TimestampText.format(timeMs)));
    }

    private Map<String, Artifact> models(GatecastConfig config) {
        Map<String, Artifact> models = new LinkedHashMap<>();
        files.forEach(path -> add(models, ArtifactFile.read(path)));
        add(
                models,
                config.modelFile().toString().isEmpty() ? GeneralModel.read() : ArtifactFile.read(config.modelFile()));
        return models;
    }

    private static void add(Map<String, Artifact> models, Artifact artifact) {
        models.putIfAbsent(artifact.id(), artifact);
    }

    private static Artifact published(GatecastConfig config, Cluster cluster, String modelId) {
        ModelTopic topic = config.modelTopic()
                .map(name -> new ModelTopic(cluster, name))
                .orElseThrow(() -> new KafkaException("model " + modelId
                        + " is needed, which is neither model.file nor named by --model, and there is no model.topic"));
        return topic.load(topic.read(), modelId);
    }
}
