package io.gatecast.streams.models;

import java.util.Map;

/**
 * A model on a model topic.
 *
 * @param id content hash of the model
 * @param name what the user called it
 * @param size length of its file in bytes
 * @param sha256 checksum of its file, hexadecimal
 * @param chunks number of chunks its file is in
 * @param chunksFound how many of them are on the topic
 * @param publishedAtMs when it was published, milliseconds since 1970-01-01T00:00:00Z
 * @param retiredAtMs when it was retired, 0 if it is not
 * @param refusals why applications do not use it, by application
 */
public record PublishedModel(
        String id,
        String name,
        long size,
        String sha256,
        int chunks,
        int chunksFound,
        long publishedAtMs,
        long retiredAtMs,
        Map<String, String> refusals) {
    public PublishedModel {
        refusals = Map.copyOf(refusals);
    }

    /**
     * Whether it was retired, so that only its name is left.
     *
     * @return true if it cannot be used any more
     */
    public boolean isRetired() {
        return retiredAtMs != 0;
    }

    /**
     * Whether all of its file is on the topic.
     *
     * @return true if no chunk is missing
     */
    public boolean isComplete() {
        return !isRetired() && chunksFound == chunks;
    }
}
