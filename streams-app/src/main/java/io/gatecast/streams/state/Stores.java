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

    /** As {@link #CHECKPOINTS}, of the model that runs beside the champion. */
    public static final String CANDIDATE_CHECKPOINTS = "candidate-checkpoints";

    /** As {@link #TAILS}, of the model that runs beside the champion. */
    public static final String CANDIDATE_TAILS = "candidate-tails";

    /** How champion and candidate did: {@link io.gatecast.schema.ModelScore} by series key. */
    public static final String SCORES = "model-scores";

    private Stores() {}

    /**
     * Topic of the latest score of every series, which the store {@link #SCORES} writes.
     *
     * @param application name of the application
     * @return topic name
     */
    public static String scoresTopic(String application) {
        return application + "-" + SCORES + "-changelog";
    }

    /**
     * The stores of the model that forecasts, persistent and with changelog.
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

    /**
     * The stores of that model and of one that runs beside it.
     *
     * @return builders
     */
    public static Set<StoreBuilder<?>> buildersWithCandidate() {
        Set<StoreBuilder<?>> all = new LinkedHashSet<>(builders());
        all.add(builder(CANDIDATE_CHECKPOINTS).withCachingDisabled());
        all.add(builder(CANDIDATE_TAILS).withCachingEnabled());
        all.add(builder(SCORES).withCachingEnabled());
        return all;
    }

    /**
     * Names of the stores of the model that forecasts.
     *
     * @return names
     */
    public static List<String> names() {
        return List.of(CHECKPOINTS, TAILS);
    }

    /**
     * Names of the stores of that model and of one that runs beside it.
     *
     * @return names
     */
    public static List<String> namesWithCandidate() {
        return List.of(CHECKPOINTS, TAILS, CANDIDATE_CHECKPOINTS, CANDIDATE_TAILS, SCORES);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> builder(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }
}
