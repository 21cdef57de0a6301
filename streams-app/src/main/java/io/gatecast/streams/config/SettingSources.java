package io.gatecast.streams.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Where settings come from, unchecked: properties files and environment variables. */
public final class SettingSources {
    private static final String PREFIX = "GATECAST_";

    /** Environment variables of the launcher, which are not settings. */
    private static final Set<String> LAUNCHER_VARIABLES = Set.of(
            "GATECAST_JAVA_OPTS",
            "GATECAST_CLASS_PATH",
            "GATECAST_ONNXRUNTIME",
            "GATECAST_LOG_FORMAT",
            "GATECAST_LOG_LEVEL");

    private SettingSources() {}

    static Map<String, String> file(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new ConfigException("a properties file is needed, " + file + " is a directory");
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + " is no properties file: " + e.getMessage());
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    /** The variable of {@code input.topics} is {@code GATECAST_INPUT_TOPICS}; others are left alone. */
    static Map<String, String> environment(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        environment.forEach((variable, value) -> {
            String name = isOurs(variable) ? setting(variable) : "";
            if (SettingNames.isKnown(name) && settings.put(name, value) != null) {
                throw new ConfigException(
                        name + " is set by several environment variables, in small and capital letters");
            }
        });
        return settings;
    }

    /**
     * Environment variables that look like settings and are none. They are left alone, but may be misspelt ones.
     *
     * @param environment environment variables
     * @return names in alphabetical order
     */
    public static List<String> strayVariables(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(SettingSources::isOurs)
                .filter(variable -> !SettingNames.isKnown(setting(variable)))
                .sorted()
                .toList();
    }

    private static boolean isOurs(String variable) {
        return variable.startsWith(PREFIX) && !LAUNCHER_VARIABLES.contains(variable);
    }

    private static String setting(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
