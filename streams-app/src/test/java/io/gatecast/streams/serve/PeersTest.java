package io.gatecast.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.config.HttpSettings;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    private final Peers peers = new Peers(new HttpSettings(
            "127.0.0.1", 0, true, Optional.empty(), Optional.empty(), Optional.empty(), "", 2, 10, 1, 10, 10));

    @ParameterizedTest
    @CsvSource({"::1, http://[::1]:8080/v1/series", "plant.example.com, http://plant.example.com:8080/v1/series"})
    void shouldWriteAddressesOfEitherKind(String host, String address) {
        assertThat(peers.address(new HostInfo(host, 8080), "/v1/series")).hasToString(address);
    }

    @Test
    void shouldFailLaterIfAHostCannotBeAsked() {
        assertThat(peers.ask(new HostInfo("plant_1", 8080), "/v1/series")).isCompletedExceptionally();
        assertThat(peers.ask(HostInfo.unavailable(), "/v1/series")).isCompletedExceptionally();
    }
}
