package io.gatecast.streams.state;

import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where one model's series are kept.
 *
 * @param checkpoints states at some earlier observation, by series key
 * @param tails observations since, by series key
 */
public record StorePair(KeyValueStore<String, byte[]> checkpoints, KeyValueStore<String, byte[]> tails) {
    Saved saved(String key) {
        return new Saved(checkpoints.get(key), tails.get(key));
    }

    /**
     * Deletes what there is of a series.
     *
     * @param key series key
     */
    public void delete(String key) {
        checkpoints.delete(key);
        tails.delete(key);
    }
}
