package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatecast.streams.command.CommandParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stack of {@code docker/compose.yaml}: everything it names exists. */
class ComposeTest {
    private static JsonNode compose;

    @BeforeAll
    static void read() throws IOException {
        compose = Yaml.read(Yaml.DOCKER.resolve("compose.yaml"));
    }

    @Test
    void shouldHaveEveryServiceOfTheStack() {
        assertThat(names(compose.path("services")))
                .containsExactlyInAnyOrder(
                        "kafka",
                        "registry",
                        "topics",
                        "plant",
                        "gatecast-1",
                        "gatecast-2",
                        "kafka-ui",
                        "prometheus",
                        "grafana");
    }

    @Test
    void shouldSetOnlySettingsThatExistAndFitEachOther() {
        for (String service : List.of("topics", "plant", "gatecast-1", "gatecast-2")) {
            assertThatCode(() -> Settings.fromEnvironment(environment(service)))
                    .as(service)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldRunCommandsThatExist() {
        List<String> commands = new ArrayList<>();
        for (String service : List.of("topics", "gatecast-1", "gatecast-2")) {
            commands.add(String.join(" ", texts(service(service).path("command"))));
        }
        String script = service("plant").path("command").get(0).asText().replaceAll("\\\\\\s+", " ");
        Matcher calls = Pattern.compile("gatecast (.*)").matcher(script);
        while (calls.find()) {
            commands.add(calls.group(1));
        }

        assertThat(commands).hasSize(6);
        assertThat(commands)
                .allSatisfy(command -> assertThatCode(
                                () -> CommandParser.parse(command.trim().split("\\s+")))
                        .as(command)
                        .doesNotThrowAnyException());
    }

    @Test
    void shouldDependOnServicesThatExistAndReachThemUnderTheirNames() {
        Set<String> services = names(compose.path("services"));
        for (String service : services) {
            assertThat(services).as(service).containsAll(names(service(service).path("depends_on")));
            String text = service(service) + compose.path("configs").toString();
            Matcher addresses = Pattern.compile("(?:http://|@|//|\")([a-z][a-z0-9-]*):\\d{4}")
                    .matcher(text);
            while (addresses.find()) {
                assertThat(addresses.group(1))
                        .as(addresses.group())
                        .matches(host -> services.contains(host) || host.equals("localhost"));
            }
        }
    }

    @Test
    void shouldMountFilesAndVolumesThatExist() {
        Set<String> volumes = names(compose.path("volumes"));
        Set<String> used = new HashSet<>();
        for (String service : names(compose.path("services"))) {
            for (String mount : texts(service(service).path("volumes"))) {
                String source = mount.split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(Yaml.DOCKER.resolve(source)).exists();
                } else {
                    assertThat(volumes).contains(source);
                    used.add(source);
                }
            }
            service(service)
                    .path("configs")
                    .forEach(config -> assertThat(compose.path("configs")
                                    .has(config.path("source").asText()))
                            .as(config.toString())
                            .isTrue());
        }
        assertThat(used).isEqualTo(volumes);
    }

    @Test
    void shouldPublishEveryPortOnce() {
        List<String> published = names(compose.path("services")).stream()
                .flatMap(service -> texts(service(service).path("ports")).stream())
                .map(port -> port.split(":")[0])
                .toList();

        assertThat(published).doesNotHaveDuplicates().contains("8080", "8081", "9090", "3000");
    }

    @Test
    void shouldConfigurePrometheusAndGrafanaWithYaml() throws IOException {
        JsonNode prometheus =
                Yaml.parse(compose.at("/configs/prometheus/content").asText());
        JsonNode data = Yaml.parse(compose.at("/configs/grafana-data/content").asText());

        assertThat(texts(prometheus.at("/scrape_configs/0/static_configs/0/targets")))
                .containsExactly("gatecast-1:8080", "gatecast-2:8080");
        assertThat(prometheus.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/metrics");
        assertThat(data.at("/datasources/0/url").asText()).isEqualTo("http://prometheus:9090");
    }

    @Test
    void shouldBuildTheImageFromADockerfileThatIsThere() {
        JsonNode build = service("gatecast-1").path("build");
        Path context = Yaml.DOCKER.resolve(build.path("context").asText());

        assertThat(context.resolve(build.path("dockerfile").asText())).exists();
    }

    @Test
    void shouldGiveInstancesTimeToStopAndStateOfTheirOwn() {
        Map<String, String> first = environment("gatecast-1");

        assertThat(service("gatecast-1").path("stop_grace_period").asText()).isEqualTo("40s");
        assertThat(Settings.fromEnvironment(first).shutdownTimeout()).hasSeconds(30);
        assertThat(texts(service("gatecast-1").path("volumes")))
                .doesNotContainAnyElementsOf(texts(service("gatecast-2").path("volumes")));
    }

    private static JsonNode service(String name) {
        return compose.path("services").path(name);
    }

    private static Map<String, String> environment(String service) {
        Map<String, String> variables = new HashMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }

    private static Set<String> names(JsonNode mapping) {
        Set<String> names = new HashSet<>();
        mapping.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> list.get(i).asText())
                .toList();
    }
}
