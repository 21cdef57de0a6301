package io.gatecast.streams.models;

import io.gatecast.schema.ModelManifest;
import io.gatecast.schema.ModelRefusal;
import io.gatecast.schema.ModelStages;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a model topic says, record by record. Chunks are not kept, only where they are. One owner, one thread.
 *
 * <p>Records that cannot be read are left out: a topic must not become unusable by what somebody else puts on it.
 */
public final class Catalogue {
    private static final class Entry {
        private ModelManifest manifest;
        private final Map<Integer, Long> chunkOffsets = new TreeMap<>();
        private final Map<String, ModelRefusal> refusals = new TreeMap<>();
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private Stages stages = Stages.NONE;

    Catalogue() {}

    void accept(ConsumerRecord<byte[], byte[]> message) {
        String[] key = ModelKey.parts(message.key());
        try {
            if (key.length == 1 && key[0].equals(ModelKey.STAGES) && message.value() != null) {
                stages = Stages.of(ModelStages.getDecoder().decode(message.value()));
            } else if (key.length > 1) {
                accept(key, message.value(), message.offset());
            }
        } catch (IOException | AvroRuntimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return; // not one of ours
        }
    }

    private void accept(String[] key, byte[] value, long offset) throws IOException {
        switch (key[0]) {
            case ModelKey.MANIFEST ->
                entry(key[1]).manifest =
                        value == null ? null : ModelManifest.getDecoder().decode(value);
            case ModelKey.CHUNK -> {
                int number = ModelKey.chunkNumber(key, key[1]);
                if (value == null || number < 0) {
                    entry(key[1]).chunkOffsets.remove(number);
                } else {
                    entry(key[1]).chunkOffsets.put(number, offset);
                }
            }
            case ModelKey.REFUSAL -> {
                if (value == null) {
                    entry(key[1]).refusals.remove(key[2]);
                } else {
                    entry(key[1]).refusals.put(key[2], ModelRefusal.getDecoder().decode(value));
                }
            }
            default -> {
                // not one of ours
            }
        }
    }

    private Entry entry(String modelId) {
        return entries.computeIfAbsent(modelId, id -> new Entry());
    }

    /**
     * Which model forecasts and which one is tried.
     *
     * @return stages
     */
    public Stages stages() {
        return stages;
    }

    /**
     * All models, retired ones included.
     *
     * @return models in the order of their publishing
     */
    public List<PublishedModel> models() {
        return entries.values().stream()
                .filter(entry -> entry.manifest != null)
                .map(Catalogue::published)
                .sorted(Comparator.comparing(PublishedModel::publishedAtMs).thenComparing(PublishedModel::id))
                .toList();
    }

    private static PublishedModel published(Entry entry) {
        ModelManifest manifest = entry.manifest;
        Map<String, String> refusals = new TreeMap<>();
        entry.refusals.forEach((application, refusal) -> refusals.put(application, refusal.getReason()));
        int found = (int) entry.chunkOffsets.keySet().stream()
                .filter(number -> number < manifest.getChunks())
                .count();
        return new PublishedModel(
                manifest.getModelId(),
                manifest.getName(),
                manifest.getSize(),
                manifest.getSha256(),
                manifest.getChunks(),
                found,
                manifest.getPublishedAtMs(),
                manifest.getRetiredAtMs(),
                refusals);
    }

    /**
     * A model by its id.
     *
     * @param modelId the whole id
     * @return the model, if it was ever published
     */
    public Optional<PublishedModel> model(String modelId) {
        return Optional.ofNullable(entries.get(modelId))
                .filter(entry -> entry.manifest != null)
                .map(Catalogue::published);
    }

    /**
     * Finds a usable model.
     *
     * @param start its id, or so much of the beginning that it is the only one
     * @return the model
     * @throws IllegalArgumentException if there is none or several, or if it is retired or incomplete
     */
    public PublishedModel require(String start) {
        List<PublishedModel> found =
                models().stream().filter(model -> model.id().startsWith(start)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    found.isEmpty()
                            ? "there is no model " + start + " on the topic"
                            : "several models begin with " + start + ": "
                                    + found.stream().map(PublishedModel::id).toList());
        }
        PublishedModel model = found.get(0);
        if (model.isRetired()) {
            throw new IllegalArgumentException("model " + model.id() + " is retired; publish it again");
        }
        if (!model.isComplete()) {
            throw new IllegalArgumentException("model " + model.id() + " is incomplete: " + model.chunksFound() + " of "
                    + model.chunks() + " chunks are there; publish it again");
        }
        return model;
    }

    /** Where the chunks of a model are: offset by number. */
    Map<Integer, Long> chunkOffsets(String modelId) {
        return Map.copyOf(entry(modelId).chunkOffsets);
    }

    /** The applications that refuse a model, with their records. */
    Map<String, ModelRefusal> refusals(String modelId) {
        return Map.copyOf(entry(modelId).refusals);
    }

    ModelManifest manifest(String modelId) {
        return entry(modelId).manifest;
    }
}
