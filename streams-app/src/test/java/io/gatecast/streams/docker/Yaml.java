package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as engines read it: anchors and merged keys resolved, duplicate keys refused. */
final class Yaml {
    static final Path DOCKER = Path.of("../docker");
    private static final ObjectMapper JSON = new JsonMapper();

    private Yaml() {}

    static JsonNode read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static JsonNode parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object tree = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(text);
        return JSON.valueToTree(tree);
    }

    /** Dashboards and alert rules come with the metrics they show; their folders are all there or not at all. */
    static void exists(Path file) {
        if (Files.isDirectory(file.getParent())) {
            assertThat(file).exists();
        }
    }
}
