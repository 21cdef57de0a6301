package io.gatecast.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatecast.streams.config.HttpSettings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String TOKEN = "a-token-nobody-should-read";
    private final AtomicLong nanos = new AtomicLong();

    private Access access(String host, Optional<String> token) {
        HttpSettings settings =
                new HttpSettings(host, 0, true, Optional.empty(), token, Optional.empty(), "", 2, 10, 1, 10, 10);
        return new Access(settings, nanos::get);
    }

    private static int status(Runnable request) {
        Failure failure = catchThrowableOfType(Failure.class, request::run);
        return failure == null ? 200 : failure.status();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a-token", "Basic a-token-nobody-should-read"})
    void shouldRefuseWhatDoesNotBringTheToken(String header) {
        Access access = access("127.0.0.1", Optional.of(TOKEN));

        assertThatThrownBy(() -> access.requireToken(header))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("http.bearer.token")
                .hasMessageNotContaining(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a-token-nobody-should-read", "bearer a-token-nobody-should-read"})
    void shouldAcceptTheToken(String header) {
        assertThatCode(() -> access("127.0.0.1", Optional.of(TOKEN)).requireToken(header))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldKnowTheTokenOnlyIfThereIsOne() {
        assertThat(access("127.0.0.1", Optional.of(TOKEN)).bringsToken("Bearer " + TOKEN))
                .isTrue();
        assertThat(access("127.0.0.1", Optional.of(TOKEN)).bringsToken(null)).isFalse();
        assertThat(access("127.0.0.1", Optional.empty()).bringsToken("Bearer ")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"})
    void shouldAcceptNamesOfThisMachine(String header) {
        assertThatCode(() -> access("127.0.0.1", Optional.empty()).requireHost(header))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "evil.example.com", "127.0.0.1.evil.example.com:8080", "localhost.evil.example.com"})
    void shouldRefuseOtherNamesWhileOnlyThisMachineIsListenedTo(String header) {
        assertThat(status(() -> access("127.0.0.1", Optional.empty()).requireHost(header)))
                .isEqualTo(421);
        assertThat(status(() -> access("0.0.0.0", Optional.empty()).requireHost(header)))
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseAClientThatAsksTooOftenAndNoOther() {
        Access access = access("127.0.0.1", Optional.empty());
        for (int i = 0; i < 20; i++) {
            access.requireRate("one");
        }

        assertThat(status(() -> access.requireRate("one"))).isEqualTo(429);
        assertThat(status(() -> access.requireRate("other"))).isEqualTo(200);

        nanos.addAndGet(100_000_000);
        assertThat(status(() -> access.requireRate("one"))).as("ten per second").isEqualTo(200);
        assertThat(status(() -> access.requireRate("one"))).isEqualTo(429);
    }

    @Test
    void shouldAnswerOnlySoManyAtATime() {
        Access access = access("127.0.0.1", Optional.empty());
        access.beginRequest();
        access.beginRequest();
        access.beginStream();

        assertThat(status(access::beginRequest)).isEqualTo(503);
        assertThat(status(access::beginStream)).isEqualTo(503);
        assertThat(access.streams()).isEqualTo(1);

        access.endRequest();
        access.endStream();
        assertThat(status(access::beginRequest)).isEqualTo(200);
        assertThat(status(access::beginStream)).isEqualTo(200);
    }
}
