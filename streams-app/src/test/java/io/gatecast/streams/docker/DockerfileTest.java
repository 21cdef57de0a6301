package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gatecast.streams.command.CommandParser;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image's recipe, without building it: what it copies exists, and what it sets is known. */
class DockerfileTest {
    private final Dockerfile dockerfile = Dockerfile.read();

    @Test
    void shouldCopyFilesThatExist() {
        List<String> copied = dockerfile.instructions().stream()
                .filter(line -> line.startsWith("RUN") && line.contains("/layout/"))
                .flatMap(line -> Stream.of(line.split("&&")))
                .filter(command -> command.contains("cp "))
                .flatMap(command -> Stream.of(command.trim().split("\\s+")))
                .filter(word -> !word.equals("cp") && !word.startsWith("/") && !word.contains("target/"))
                .toList();

        assertThat(copied).containsExactly("gatecast", "docker/entrypoint");
        assertThat(copied)
                .allSatisfy(file -> assertThat(Path.of("..").resolve(file)).isExecutable());
    }

    @Test
    void shouldRunAsANumericUserThatIsNotRoot() {
        assertThat(dockerfile.user()).matches("[1-9]\\d+:0");
        assertThat(dockerfile.last())
                .anyMatch(line -> line.contains("install -d -o 10001") && line.contains("/var/lib/gatecast"));
    }

    @Test
    void shouldStartTheEntryScriptDirectlySoThatSignalsReachIt() {
        assertThat(dockerfile.argument("ENTRYPOINT")).isEqualTo("[\"/opt/gatecast/entrypoint\"]");
        assertThatCode(() -> CommandParser.parse(dockerfile.argument("CMD").replaceAll("[\\[\\]\"]", "")))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldSetOnlyVariablesThatAreSettings() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "GATECAST_BOOTSTRAP_SERVERS",
                "a:1",
                "GATECAST_INPUT_TOPICS",
                "b",
                "GATECAST_INPUT_FORMAT",
                "json",
                "GATECAST_OUTPUT_FORMAT",
                "json"));
        Stream.of(dockerfile.argument("ENV").split(" "))
                .map(assignment -> assignment.split("=", 2))
                .filter(assignment -> assignment[0].startsWith("GATECAST_"))
                .forEach(assignment -> variables.put(assignment[0], assignment[1]));

        assertThat(Settings.fromEnvironment(variables).stateDirectory()).hasToString("/var/lib/gatecast/state");
        assertThat(dockerfile.argument("EXPOSE")).isEqualTo(dockerfile.variable("GATECAST_HTTP_PORT"));
        assertThat(dockerfile.argument("HEALTHCHECK"))
                .endsWith("http://localhost:" + dockerfile.variable("GATECAST_HTTP_PORT") + "/health/live");
    }

    @Test
    void shouldInstallWhatEntryScriptAndHealthCheckUse() {
        assertThat(dockerfile.last())
                .anyMatch(line ->
                        line.contains("apt-get install") && line.contains(" curl ") && line.contains(" libjemalloc2 "));
    }
}
