package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.SettingSources;
import java.util.Map;

/** What the command makes of a container's environment. */
final class Settings {
    private Settings() {}

    /** The settings that variables of {@code GATECAST_*} give; all of them must be some. */
    static GatecastConfig fromEnvironment(Map<String, String> environment) {
        assertThat(SettingSources.strayVariables(environment)).isEmpty();
        return GatecastConfig.load(environment, Map.of());
    }
}
