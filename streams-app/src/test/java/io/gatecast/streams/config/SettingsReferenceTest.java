package io.gatecast.streams.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void shouldBeWhatIsInTheDocumentation() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .as("written by: ./gatecast config docs > docs/configuration.md")
                .isEqualTo(SettingsReference.markdown());
    }

    @Test
    void shouldGiveDefaultValuesAndMeaningOfEverySetting() {
        String page = SettingsReference.markdown();

        assertThat(Settings.DEFINITION.names())
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
        assertThat(page)
                .contains(
                        "| `bootstrap.servers` | must be set | list: at least one | Kafka brokers to connect to first,")
                .contains("| `num.standby.replicas` | `1` | int: [0,...,16] | Warm copies of the state")
                .contains("| `anomaly.profile` | `light` | light, off, thorough | How anomalies are detected:");
    }
}
