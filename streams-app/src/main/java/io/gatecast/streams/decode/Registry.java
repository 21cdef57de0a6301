package io.gatecast.streams.decode;

import static io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig.MISSING_CACHE_SIZE_CONFIG;
import static io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes registry clients that tell a failing registry from a missing schema.
 *
 * <p>The serializers wrap whatever their client throws in one exception type, and Avro's own complaints about bytes are
 * {@link IOException}s as well. So the difference is made here, where the calls are: a failure is tried again for a
 * while and then thrown as {@link RegistryUnavailableException}, a missing schema is thrown as its own kind.
 */
public final class Registry {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final int MAX_SCHEMAS = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Answers that are about the caller or the moment, not about the schema asked for. */
    private static final Set<Integer> TRANSIENT_CLIENT_ERRORS = Set.of(401, 403, 407, 408, 429);

    private Registry() {}

    /**
     * Makes a client for the configured registry.
     *
     * @param config address and settings of the registry, and how long it may fail
     * @return client, safe for use by many threads
     */
    public static SchemaRegistryClient client(GatecastConfig config) {
        return client(config, config.registryRetryTimeout());
    }

    /**
     * Makes a client for the configured registry that waits for it for some other time.
     *
     * @param config address and settings of the registry
     * @param patience how long it may fail
     * @return client, safe for use by many threads
     */
    public static SchemaRegistryClient client(GatecastConfig config, Duration patience) {
        Map<String, String> given = config.registrySettings();
        Map<String, Object> settings = new HashMap<>(given);
        // Unknown ids are remembered for a minute, so that many records with one of them ask once. The client casts
        // both.
        settings.put(MISSING_ID_CACHE_TTL_CONFIG, Long.valueOf(given.getOrDefault(MISSING_ID_CACHE_TTL_CONFIG, "60")));
        settings.put(
                MISSING_CACHE_SIZE_CONFIG, Integer.valueOf(given.getOrDefault(MISSING_CACHE_SIZE_CONFIG, "10000")));
        List<String> urls = List.of(given.get("schema.registry.url").split("\\s*,\\s*"));
        SchemaRegistryClient client = SchemaRegistryClientFactory.newClient(
                urls, MAX_SCHEMAS, List.of(new AvroSchemaProvider()), settings, Map.of());
        return guarded(client, patience);
    }

    static SchemaRegistryClient guarded(SchemaRegistryClient client, Duration patience) {
        return (SchemaRegistryClient) Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {SchemaRegistryClient.class},
                new Guard(client, patience));
    }

    private record Guard(SchemaRegistryClient client, Duration patience) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            long deadline = System.nanoTime() + patience.toNanos();
            Duration wait = FIRST_WAIT;
            while (true) {
                try {
                    return method.invoke(client, arguments);
                } catch (InvocationTargetException e) {
                    Throwable failure = e.getCause();
                    if (!isOutage(failure)) {
                        throw isMissing(failure)
                                ? new UnknownSchemaException(explain(failure, arguments), failure)
                                : failure;
                    }
                    if (System.nanoTime() + wait.toNanos() > deadline) {
                        throw new RegistryUnavailableException(
                                "schema registry fails for " + patience.toMillis() + " ms: " + failure, failure);
                    }
                    LOG.warn("schema registry fails, trying again in {} ms: {}", wait.toMillis(), failure.toString());
                    pause(wait);
                    wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
                }
            }
        }

        private static boolean isOutage(Throwable failure) {
            if (failure instanceof RestClientException answer) {
                int status = answer.getStatus();
                return status < 400 || status >= 500 || TRANSIENT_CLIENT_ERRORS.contains(status);
            }
            return failure instanceof IOException && !isMissing(failure);
        }

        /** The client reports a schema of another type than Avro as an IOException too. */
        private static boolean isMissing(Throwable failure) {
            return failure instanceof RestClientException
                    || failure instanceof IOException
                            && String.valueOf(failure.getMessage()).startsWith("Invalid schema");
        }

        private static String explain(Throwable failure, Object[] arguments) {
            StringBuilder asked = new StringBuilder();
            for (Object argument : arguments) {
                if (argument instanceof Integer id) {
                    asked.append("schema id ").append(id).append(": ");
                }
            }
            return asked + BadRecordException.quote(failure.getMessage());
        }

        private static void pause(Duration wait) {
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }
}
