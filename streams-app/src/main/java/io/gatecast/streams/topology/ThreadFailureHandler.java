package io.gatecast.streams.topology;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MisconfiguredInternalTopicException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TopologyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a stream thread that died. What time may heal, such as an unreachable broker or registry, gets a
 * new thread after a pause; what needs a person ends the application.
 */
public final class ThreadFailureHandler implements StreamsUncaughtExceptionHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailureHandler.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A thread that lived so long shows that the earlier trouble is over. */
    private static final Duration TROUBLE_FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private static final List<Class<? extends Throwable>> FATAL = List.of(
            ConfigException.class,
            TopologyException.class,
            MissingSourceTopicException.class,
            MisconfiguredInternalTopicException.class,
            AuthenticationException.class,
            AuthorizationException.class,
            UnsupportedVersionException.class,
            RecordTooLargeException.class,
            InvalidTxnTimeoutException.class,
            VirtualMachineError.class,
            LinkageError.class);

    /** What a registry answers to a schema that is invalid. */
    private static final int INVALID_SCHEMA = 422;

    /**
     * What a registry answers to a schema that is incompatible with earlier ones, and some to one that another instance is
     * registering in this moment: only what is answered again and again needs a person.
     */
    private static final int CONFLICT = 409;

    private static final int CONFLICTS_BORNE = 3;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private Duration pause = FIRST_PAUSE;
    private long lastFailureNanos = System.nanoTime();
    private int conflicts;

    /** Creates the handler. */
    public ThreadFailureHandler() {}

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Throwable root = root(failure);
        Duration wait = nextPause();
        if (isFatal(failure) || isLastingConflict(failure)) {
            LOG.error("cannot go on: {}", root.toString(), failure);
            fatal.compareAndSet(null, root);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("a stream thread failed and is replaced in {} s: {}", wait.toSeconds(), root.toString());
        LOG.debug("the failure in full", failure);
        pause(wait);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    static boolean isFatal(Throwable failure) {
        return causes(failure)
                .anyMatch(cause ->
                        FATAL.stream().anyMatch(kind -> kind.isInstance(cause)) || isAnswer(INVALID_SCHEMA, cause));
    }

    private synchronized boolean isLastingConflict(Throwable failure) {
        if (causes(failure).noneMatch(cause -> isAnswer(CONFLICT, cause))) {
            return false;
        }
        conflicts++;
        return conflicts > CONFLICTS_BORNE;
    }

    private static boolean isAnswer(int status, Throwable failure) {
        return failure instanceof RestClientException answer && answer.getStatus() == status;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private synchronized Duration nextPause() {
        long now = System.nanoTime();
        if (now - lastFailureNanos > TROUBLE_FORGOTTEN_AFTER.toNanos()) {
            pause = FIRST_PAUSE;
            conflicts = 0;
        }
        lastFailureNanos = now;
        Duration next = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        return next;
    }

    private void pause(Duration wait) {
        try {
            closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What ended the application.
     *
     * @return the failure, if there was one
     */
    public Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal.get());
    }

    /** Ends all pauses: the application is shutting down. */
    @Override
    public void close() {
        closing.countDown();
    }
}
