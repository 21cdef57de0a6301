package io.gatecast.streams.state;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores, keyed by series key. Their names are part of the changelog topics' names. */
public final class Stores {
    /** States at some earlier observation: {@link io.gatecast.schema.SeriesState} by series key. */
    public static final String CHECKPOINTS = "series-checkpoints";

    /** Observations since: {@link io.gatecast.schema.SeriesTail} by series key. */
    public static final String TAILS = "series-tails";

    private Stores() {}

    /**
     * Both stores, persistent and with changelog.
     *
     * <p>Only tails are cached. A cached record reaches the changelog at the next commit, an uncached one at once, so
     * with at-least-once delivery a crash can only leave a tail older than its checkpoint, which is harmless.
     *
     * @return builders
     */
    public static Set<StoreBuilder<?>> builders() {
        return new LinkedHashSet<>(List.of(
                builder(CHECKPOINTS).withCachingDisabled(), builder(TAILS).withCachingEnabled()));
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> builder(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }
}
