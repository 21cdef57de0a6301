package io.gatecast.streams.docker;

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
}
