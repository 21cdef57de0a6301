package io.gatecast.streams.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The reference of all settings, in Markdown, made from their definitions: {@code docs/configuration.md}. */
public final class SettingsReference {
    private static final String GENERAL = "General";
    private static final Pattern CHOICE = Pattern.compile("\\(case insensitive\\) \\[(.*)]");

    private SettingsReference() {}

    /**
     * Writes the reference.
     *
     * @return a page of Markdown, the same at every call
     */
    public static String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("""
                # Configuration

                <!-- Written by: ./gatecast config docs > docs/configuration.md -->

                Every setting of `gatecast run` and of the commands that look after it. Settings come from the file that `--config`
                names, then from the environment, then from `--set NAME=VALUE`; later ones override earlier ones. The environment
                variable of a setting is its name in capitals, with `_` for `.`, after `GATECAST_`: `input.topics` is
                `GATECAST_INPUT_TOPICS`. A name that is no setting is refused, with the nearest one that is.

                Names that begin with `kafka.` go to Kafka Streams and all its clients under the name after it, such as
                `kafka.security.protocol`; those that begin with `schema.registry.` go to the registry client and the Avro
                serializers. What may change while there is state is said in [upgrades](upgrade.md); an example with every default
                is [gatecast.properties](gatecast.properties).

                ```
                ./gatecast config validate --config demand.properties   # what is wrong, before anything is started
                ./gatecast config print --config demand.properties      # what is in force, secrets hidden
                ```
                """);
        sections().forEach((title, settings) -> appendSection(page, title, settings));
        return page.toString();
    }

    /** Settings that share the first part of their name are a section; the others are general. */
    private static Map<String, List<ConfigKey>> sections() {
        Collection<ConfigKey> settings = Settings.DEFINITION.configKeys().values();
        Map<String, Long> sizes =
                settings.stream().collect(Collectors.groupingBy(SettingsReference::firstPart, Collectors.counting()));
        Map<String, List<ConfigKey>> sections = new LinkedHashMap<>();
        sections.put(GENERAL, new ArrayList<>());
        for (ConfigKey setting : settings) {
            String title = sizes.get(firstPart(setting)) > 1 ? firstPart(setting) + ".*" : GENERAL;
            sections.computeIfAbsent(title, none -> new ArrayList<>()).add(setting);
        }
        return sections;
    }

    private static String firstPart(ConfigKey setting) {
        int end = setting.name.indexOf('.');
        return end < 0 ? setting.name : setting.name.substring(0, end);
    }

    private static void appendSection(StringBuilder page, String title, List<ConfigKey> settings) {
        page.append("\n## ").append(title.equals(GENERAL) ? title : "`" + title + "`");
        page.append("\n\n| setting | default | values | meaning |\n|---|---|---|---|\n");
        for (ConfigKey setting : settings) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(setting.name, defaultOf(setting), valuesOf(setting), cell(setting.documentation)));
        }
    }

    private static String defaultOf(ConfigKey setting) {
        if (!setting.hasDefault()) {
            return "must be set";
        }
        String value = GatecastConfig.shown(setting.defaultValue);
        return value.isEmpty() ? "" : "`" + cell(value) + "`";
    }

    private static String valuesOf(ConfigKey setting) {
        String type = setting.type.toString().toLowerCase(Locale.ROOT);
        if (setting.validator == null || setting.validator.toString().contains("$$Lambda")) {
            return type;
        }
        String rule = setting.validator.toString();
        Matcher choice = CHOICE.matcher(rule);
        return choice.matches() ? String.join(", ", sorted(choice.group(1))) : type + ": " + cell(rule);
    }

    /** Kafka prints names in the order of their hashes. */
    private static List<String> sorted(String names) {
        return Stream.of(names.toLowerCase(Locale.ROOT).split(", ")).sorted().toList();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
