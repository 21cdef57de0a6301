package io.gatecast.streams.models;

import java.nio.charset.StandardCharsets;

/** Keys of the records of a model topic, as text. Ids and application names contain no slash. */
final class ModelKey {
    static final String STAGES = "stages";
    static final String MANIFEST = "manifest";
    static final String CHUNK = "chunk";
    static final String REFUSAL = "refusal";

    private ModelKey() {}

    static String manifest(String modelId) {
        return MANIFEST + "/" + modelId;
    }

    static String chunk(String modelId, int number) {
        return CHUNK + "/" + modelId + "/" + number;
    }

    static String refusal(String modelId, String application) {
        return REFUSAL + "/" + modelId + "/" + application;
    }

    /** Kind, then model id, then chunk number or application; as many as the key has. */
    static String[] parts(byte[] key) {
        return key == null ? new String[] {""} : new String(key, StandardCharsets.UTF_8).split("/");
    }

    /** Number of a chunk of a model; -1 if the key is not that of one. */
    static int chunkNumber(String[] parts, String modelId) {
        boolean isChunk = parts.length == 3 && parts[0].equals(CHUNK) && parts[1].equals(modelId);
        return isChunk && parts[2].matches("\\d{1,9}") ? Integer.parseInt(parts[2]) : -1;
    }

    static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
