package io.gatecast.streams.config;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Which names a setting may have. */
final class SettingNames {
    static final String KAFKA_PREFIX = "kafka.";
    static final String REGISTRY_PREFIX = "schema.registry.";

    /** Settings of Kafka Streams that have a name of their own here, or that correctness forbids to change. */
    private static final Set<String> OWNED_BY_GATECAST = Set.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            StreamsConfig.APPLICATION_SERVER_CONFIG,
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            StreamsConfig.STATE_DIR_CONFIG,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG);

    private SettingNames() {}

    static boolean isKnown(String name) {
        return Settings.DEFINITION.names().contains(name)
                || name.startsWith(KAFKA_PREFIX)
                || name.startsWith(REGISTRY_PREFIX);
    }

    /** Refuses a name that is unknown, with the nearest known one, or that Gatecast keeps for itself. */
    static void requireKnown(String name) {
        if (!isKnown(name)) {
            throw new ConfigException(
                    "unknown setting " + name + "; did you mean " + nearest(name, Settings.DEFINITION.names()) + "?");
        }
        if (name.startsWith(KAFKA_PREFIX) && OWNED_BY_GATECAST.contains(name.substring(KAFKA_PREFIX.length()))) {
            String owned = name.substring(KAFKA_PREFIX.length());
            throw new ConfigException(
                    Settings.DEFINITION.names().contains(owned)
                            ? name + " contradicts " + owned + ": set " + owned + " only"
                            : name + " cannot be changed: Gatecast sets it itself");
        }
    }

    private static String nearest(String name, Collection<String> candidates) {
        return candidates.stream()
                .min((a, b) -> Integer.compare(editDistance(name, a), editDistance(name, b)))
                .orElseThrow();
    }

    /** Levenshtein's: insertions, deletions and substitutions between two names. */
    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
