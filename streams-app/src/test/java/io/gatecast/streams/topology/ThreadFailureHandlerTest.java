package io.gatecast.streams.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailureHandlerTest {
    @Test
    void shouldReplaceThreadAfterFailureThatMayPass() {
        ThreadFailureHandler handler = new ThreadFailureHandler();
        handler.close(); // nobody waits for the pause

        assertThat(handler.handle(new StreamsException(new TimeoutException("broker gone"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(handler.fatal()).isEmpty();
    }

    @Test
    void shouldEndAfterFailureThatNeedsAPerson() {
        try (ThreadFailureHandler handler = new ThreadFailureHandler()) {
            Exception forbidden = new TopicAuthorizationException("in");

            assertThat(handler.handle(new StreamsException(forbidden))).isEqualTo(SHUTDOWN_CLIENT);
            assertThat(handler.fatal()).contains(forbidden);
        }
    }

    @Test
    void shouldCallWrongSettingsAndExhaustedMemoryFatal() {
        assertThat(ThreadFailureHandler.isFatal(new StreamsException(new ConfigException("x"))))
                .isTrue();
        assertThat(ThreadFailureHandler.isFatal(new OutOfMemoryError())).isTrue();
        assertThat(ThreadFailureHandler.isFatal(new IllegalStateException())).isFalse();
    }

    @Test
    void shouldCallAnInvalidSchemaFatalButNotAnOverloadedRegistry() {
        assertThat(ThreadFailureHandler.isFatal(refusal(422))).isTrue();
        assertThat(ThreadFailureHandler.isFatal(refusal(503))).isFalse();
    }

    @Test
    void shouldBearAConflictThatAnotherInstanceMayHaveCausedButNotOneThatLasts() {
        ThreadFailureHandler handler = new ThreadFailureHandler();
        handler.close(); // nobody waits for the pauses

        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(handler.handle(refusal(409))).as("attempt %d", attempt).isEqualTo(REPLACE_THREAD);
        }
        assertThat(handler.handle(refusal(409))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(handler.fatal()).containsInstanceOf(RestClientException.class);
    }

    private static Exception refusal(int status) {
        return new StreamsException(
                new SerializationException(new RestClientException("answer", status, 100 * status + 1)));
    }
}
