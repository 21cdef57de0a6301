package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.schema.ModelManifest;
import io.gatecast.schema.ModelStages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;

/** What people do with the models of a topic: publish, promote, roll back, try, retire. */
public final class ModelDesk {
    private final ModelTopic topic;
    private final Clock clock;

    /**
     * Creates a desk.
     *
     * @param topic the model topic
     * @param clock tells when a change is made
     */
    public ModelDesk(ModelTopic topic, Clock clock) {
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * Puts a model on the topic, unless it is there. The whole model becomes visible at once.
     *
     * @param file bytes of a model file
     * @param place what to call them in errors
     * @return the model
     * @throws io.gatecast.core.artifact.ModelFormatException if the bytes are no model
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public PublishedModel publish(byte[] file, String place) {
        Artifact artifact = ArtifactFile.read(new ByteArrayInputStream(file), place);
        String id = artifact.id();
        List<byte[]> chunks = ModelTopic.chunks(file);
        ModelManifest manifest = ModelManifest.newBuilder()
                .setModelId(id)
                .setName(artifact.name())
                .setSize(file.length)
                .setSha256(ModelTopic.sha256(file))
                .setChunks(chunks.size())
                .setPublishedAtMs(clock.millis())
                .build();
        topic.change(now -> {
            Map<String, byte[]> records = new LinkedHashMap<>();
            boolean there = now.model(id)
                    .filter(model -> model.isComplete() && model.sha256().equals(manifest.getSha256()))
                    .isPresent();
            if (!there) {
                for (int n = 0; n < chunks.size(); n++) {
                    records.put(ModelKey.chunk(id, n), chunks.get(n));
                }
                records.put(ModelKey.manifest(id), bytes(ModelManifest.getEncoder()::encode, manifest));
            }
            return records;
        });
        return topic.read().require(id);
    }

    /**
     * Makes a model the one that forecasts, unless it is.
     *
     * @param model its id or the beginning of it
     * @return the stages after it
     * @throws IllegalArgumentException if the topic has no such model
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public Stages promote(String model) {
        return change((now, nowMs) -> now.stages().promote(now.require(model).id(), nowMs));
    }

    /**
     * Makes the last earlier champion forecast again.
     *
     * @return the stages after it
     * @throws IllegalArgumentException if there is none
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public Stages rollBack() {
        return change((now, nowMs) -> {
            Stages back = now.stages().rollBack(nowMs);
            now.require(back.champion().orElseThrow());
            return back;
        });
    }

    /**
     * Lets a model run beside the champion.
     *
     * @param model its id or the beginning of it
     * @param trial makes the candidate, given the whole id
     * @return the stages after it
     * @throws IllegalArgumentException if the topic has no such model or it is the champion
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public Stages nominate(String model, Function<String, Candidate> trial) {
        return change((now, nowMs) ->
                now.stages().nominate(trial.apply(now.require(model).id()), nowMs));
    }

    /**
     * Ends the candidate's run.
     *
     * @param why what ends it
     * @return the stages after it
     * @throws IllegalArgumentException if there is no candidate
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public Stages dismiss(String why) {
        return change((now, nowMs) -> now.stages().dismiss(nowMs, why));
    }

    /**
     * Deletes a model from the topic; that it was there stays known.
     *
     * @param model its id or the beginning of it
     * @return the model's id
     * @throws IllegalArgumentException if the topic has no such model, or it forecasts or is tried
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public String retire(String model) {
        AtomicReference<String> retired = new AtomicReference<>();
        topic.change(now -> {
            long nowMs = clock.millis();
            String id = now.stages().champion().filter(model::equals).isPresent()
                    ? model
                    : now.require(model).id();
            retired.set(id);
            Stages after = now.stages().retire(id, nowMs);
            Map<String, byte[]> records = new HashMap<>();
            records.put(ModelKey.STAGES, encoded(after));
            ModelManifest manifest = ModelManifest.newBuilder(now.manifest(id))
                    .setRetiredAtMs(nowMs)
                    .build();
            records.put(ModelKey.manifest(id), bytes(ModelManifest.getEncoder()::encode, manifest));
            now.chunkOffsets(id).keySet().forEach(number -> records.put(ModelKey.chunk(id, number), null));
            now.refusals(id).keySet().forEach(application -> records.put(ModelKey.refusal(id, application), null));
            return records;
        });
        return retired.get();
    }

    /** Changes the stages, or leaves them if the change gives the same. */
    Stages change(BiFunction<Catalogue, Long, Stages> change) {
        AtomicReference<Stages> after = new AtomicReference<>();
        topic.change(now -> {
            Stages changed = change.apply(now, clock.millis());
            after.set(changed);
            return changed.equals(now.stages()) ? Map.of() : Map.of(ModelKey.STAGES, encoded(changed));
        });
        return after.get();
    }

    private static byte[] encoded(Stages stages) {
        return bytes(ModelStages.getEncoder()::encode, stages.toRecord());
    }

    @FunctionalInterface
    interface Encoding<T> {
        ByteBuffer encode(T record) throws IOException;
    }

    static <T> byte[] bytes(Encoding<T> encoding, T record) {
        try {
            ByteBuffer encoded = encoding.encode(record);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
