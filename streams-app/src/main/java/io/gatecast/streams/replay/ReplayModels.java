package io.gatecast.streams.replay;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.models.Catalogue;
import io.gatecast.streams.models.ModelTopic;
import io.gatecast.streams.models.PublishedModel;
import io.gatecast.streams.models.RecordedModels;
import io.gatecast.streams.models.StreamFit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Finds the models of a replay: in files, and on the application's model topic. */
public final class ReplayModels {
    private final Artifact started;
    private final StreamFit fit;
    private final Map<String, Artifact> files = new LinkedHashMap<>();
    private final Optional<ModelTopic> topic;
    private Optional<Catalogue> catalogue = Optional.empty();

    /**
     * Prepares to look for models.
     *
     * @param live settings of the application
     * @param started the model that it is started with
     * @param further files of further models
     */
    public ReplayModels(GatecastConfig live, Artifact started, List<Path> further) {
        this.started = started;
        long stepMs = live.step()
                .map(Duration::toMillis)
                .orElse(started.model().spec().stepMs());
        fit = new StreamFit(started.model().spec(), stepMs);
        files.put(started.id(), started);
        for (Path file : further) {
            Artifact artifact = ArtifactFile.read(file);
            files.put(artifact.id(), artifact);
        }
        topic = live.modelTopic().map(name -> new ModelTopic(new Cluster(live.clientSettings(), Map.of()), name));
    }

    /**
     * Finds a model by what somebody calls it.
     *
     * @param name file, or the beginning of an id or the name of a model on the topic, of several with a name the latest
     * @return the model
     * @throws IllegalArgumentException if there is none, or several
     */
    public Artifact named(String name) {
        if (Files.exists(Path.of(name))) {
            return ArtifactFile.read(Path.of(name));
        }
        if (topic.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no file " + name + ", and without model.topic no other place to look for a model");
        }
        Catalogue known = catalogue();
        List<PublishedModel> called = known.models().stream()
                .filter(model -> model.name().equals(name) && model.isComplete())
                .toList();
        String id = called.isEmpty()
                ? known.require(name).id()
                : called.get(called.size() - 1).id();
        return topic.get().load(known, id);
    }

    /**
     * What the application would forecast with if it were started now: the first usable one of the topic's champion, the former
     * ones and the model it is started with.
     *
     * @return the model
     */
    public Artifact current() {
        if (topic.isEmpty() || !topic.get().cluster().hasTopic(topic.get().name())) {
            return started;
        }
        List<String> order = new ArrayList<>();
        catalogue().stages().champion().ifPresent(order::add);
        order.addAll(catalogue().stages().former());
        for (String id : order) {
            try {
                Artifact artifact =
                        files.containsKey(id) ? files.get(id) : topic.get().load(catalogue(), id);
                if (fit.misfit(artifact).isEmpty()) {
                    return artifact;
                }
            } catch (ModelFormatException e) {
                continue; // as the application does
            }
        }
        return started;
    }

    /**
     * Learns from recorded forecasts which model had which series.
     *
     * @param config where they are and how they are written
     * @param forecasts topic of the forecasts
     * @param range the records to be replayed
     * @return the models, at the same records
     * @throws IllegalArgumentException if one of them is neither in a file nor on the model topic
     */
    public RecordedModels recorded(GatecastConfig config, String forecasts, Range range) {
        RecordedModels.Builder builder = new RecordedModels.Builder(id -> byId(id, forecasts));
        try (ForecastTopic recorded = new ForecastTopic(config, forecasts)) {
            recorded.forEachRemaining(read -> {
                io.gatecast.schema.Forecast forecast = read.forecast();
                if (range.contains(
                        forecast.getSourceTopic(), forecast.getSourcePartition(), forecast.getSourceOffset())) {
                    builder.add(forecast);
                }
            });
        }
        RecordedModels models = builder.build();
        if (models.artifacts().isEmpty()) {
            throw new KafkaException("topic " + forecasts + " has no forecasts of the records " + range);
        }
        return models;
    }

    private Artifact byId(String id, String forecasts) {
        Artifact artifact = files.get(id);
        if (artifact == null && topic.isPresent() && catalogue().model(id).isPresent()) {
            artifact = topic.get().load(catalogue(), id);
        }
        if (artifact == null) {
            throw new IllegalArgumentException("model " + id + ", which made forecasts on " + forecasts
                    + ", is neither model.file nor on the model topic; name its file with --with");
        }
        Optional<String> misfit = fit.misfit(artifact);
        if (misfit.isPresent()) {
            throw new IllegalArgumentException("model " + id + ": " + misfit.get());
        }
        return artifact;
    }

    private Catalogue catalogue() {
        if (catalogue.isEmpty()) {
            catalogue = Optional.of(topic.orElseThrow().read());
        }
        return catalogue.get();
    }
}
