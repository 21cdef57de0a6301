package io.gatecast.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class RegistryLoginTest {
    @Test
    void shouldMoveTheLoginOutOfTheAddress() {
        Map<String, Object> plain = RegistryLogin.outOfAddress(
                Map.of("schema.registry.url", "https://ann:p%40ss@one:8081,https://ann:p%40ss@two:8081/api"));

        assertThat(plain)
                .containsEntry("schema.registry.url", "https://one:8081,https://two:8081/api")
                .containsEntry("basic.auth.credentials.source", "USER_INFO")
                .containsEntry("basic.auth.user.info", "ann:p@ss")
                .containsEntry("schema.registry.basic.auth.user.info", "ann:p@ss");
    }

    @Test
    void shouldLeaveAnAddressWithoutLoginAsItIs() {
        Map<String, String> settings = Map.of("schema.registry.url", "http://one:8081", "basic.auth.user.info", "a:b");

        assertThat(RegistryLogin.outOfAddress(settings)).isEqualTo(settings);
    }

    @Test
    void shouldRefuseSeveralLoginsWithoutSayingThem() {
        Map<String, String> settings = Map.of("schema.registry.url", "http://a:b@one,http://c:d@two");

        assertThatThrownBy(() -> RegistryLogin.outOfAddress(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("schema.registry.url must have one login, has 2");
    }
}
