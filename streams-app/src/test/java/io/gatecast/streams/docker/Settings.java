package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.config.GatecastConfig;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/** What the command makes of a container's environment. */
final class Settings {
    private Settings() {}

    /** The settings that variables of {@code GATECAST_*} give; all of them must be some. */
    static GatecastConfig fromEnvironment(Map<String, String> environment) {
        Map<String, String> known = new TreeMap<>(environment);
        known.keySet().removeIf(variable -> variable.startsWith("GATECAST_HTTP_") && !servesHttp());
        assertThat(GatecastConfig.strayVariables(known)).isEmpty();
        return GatecastConfig.load(known, Map.of());
    }

    private static boolean servesHttp() {
        try {
            GatecastConfig.of(Map.of(
                    "bootstrap.servers",
                    "a:1",
                    "input.topics",
                    "b",
                    "input.format",
                    "json",
                    "output.format",
                    "json",
                    "http.port",
                    "8080"));
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }
}
