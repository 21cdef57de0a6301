package io.gatecast.streams.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.anomaly.SeriesControls.Feedback;
import io.gatecast.core.anomaly.SeriesControls.Label;
import io.gatecast.core.anomaly.SeriesControls.Maintenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is asked of the alarms of a series, or of several: the value of a record of a control topic, whose key is the name of the
 * series, or what it begins with and an asterisk.
 *
 * <pre>{@code
 * {"rules": {"min.deviation": 0.5, "direction": "up"},
 *  "maintenance": [{"from": "2026-03-01T06:00:00Z", "to": "2026-03-01T09:00:00Z", "reason": "new bearing"}],
 *  "feedback": [{"at": "2026-02-20T10:30:00Z", "label": "normal"}]}
 * }</pre>
 *
 * @param rules rules that differ from those of the application
 * @param maintenance times without alarms, in order of their beginning
 * @param feedback what was said about the past, in order of time, one for each time
 */
public record AlarmControl(RuleChanges rules, List<Maintenance> maintenance, List<Feedback> feedback) {
    /** Asks nothing. */
    public static final AlarmControl NONE = new AlarmControl(RuleChanges.NONE, List.of(), List.of());

    private static final int MOST = 1_000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Sorts.
     *
     * @throws IllegalArgumentException if there are more than 1,000 windows or labels
     */
    public AlarmControl {
        maintenance = maintenance.stream()
                .sorted(Comparator.comparingLong(Maintenance::fromMs).thenComparing(Maintenance::toMs))
                .toList();
        feedback = feedback.stream()
                .sorted(Comparator.comparingLong(Feedback::timestampMs))
                .toList();
        requireFew("maintenance windows", maintenance.size());
        requireFew("labels", feedback.size());
    }

    private static void requireFew(String what, int found) {
        if (found > MOST) {
            throw new IllegalArgumentException(
                    "a series must not have more than " + MOST + " " + what + ", was " + found);
        }
    }

    /**
     * Whether nothing is asked.
     *
     * @return true if the record may be deleted
     */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * The same with other rules.
     *
     * @param changed the rules
     * @return a new control
     */
    public AlarmControl withRules(RuleChanges changed) {
        return new AlarmControl(changed, maintenance, feedback);
    }

    /**
     * The same with another window. Windows that have ended long before it are dropped where there would be too many.
     *
     * @param window the window
     * @return a new control
     */
    public AlarmControl withMaintenance(Maintenance window) {
        List<Maintenance> all = new ArrayList<>(maintenance);
        if (!all.contains(window)) {
            all.add(window);
        }
        all.sort(Comparator.comparingLong(Maintenance::fromMs));
        return new AlarmControl(rules, latest(all), feedback);
    }

    /**
     * The same with another label, which replaces one of the same time. The oldest are dropped where there would be too many.
     *
     * @param said the label
     * @return a new control
     */
    public AlarmControl withFeedback(Feedback said) {
        List<Feedback> all = new ArrayList<>(feedback);
        all.removeIf(before -> before.timestampMs() == said.timestampMs());
        all.add(said);
        all.sort(Comparator.comparingLong(Feedback::timestampMs));
        return new AlarmControl(rules, maintenance, latest(all));
    }

    private static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    /**
     * What is asked of a series by this and by a control that is nearer to it.
     *
     * @param nearer its rules come before those of this
     * @return both together
     */
    AlarmControl and(AlarmControl nearer) {
        return new AlarmControl(
                rules.overriddenBy(nearer.rules),
                latest(Stream.concat(maintenance.stream(), nearer.maintenance.stream())
                        .sorted(Comparator.comparingLong(Maintenance::fromMs))
                        .toList()),
                latest(Stream.concat(feedback.stream(), nearer.feedback.stream())
                        .sorted(Comparator.comparingLong(Feedback::timestampMs))
                        .toList()));
    }

    /**
     * Reads a value of a control topic.
     *
     * @param json one JSON object
     * @return what it asks
     * @throws IllegalArgumentException naming the field that is not as it must be, and how it was
     */
    public static AlarmControl parse(byte[] json) {
        JsonNode node = tree(json);
        requireObject("a control", node, Set.of("rules", "maintenance", "feedback"));
        SortedMap<String, String> rules = new TreeMap<>();
        if (node.has("rules") && !node.get("rules").isObject()) {
            throw new IllegalArgumentException("rules must be a JSON object, was " + node.get("rules"));
        }
        node.path("rules")
                .properties()
                .forEach(rule -> rules.put(rule.getKey(), rule.getValue().asText()));
        List<Maintenance> windows = new ArrayList<>();
        for (JsonNode window : array(node, "maintenance")) {
            requireObject("a maintenance window", window, Set.of("from", "to", "reason"));
            windows.add(new Maintenance(
                    time(window, "from"),
                    time(window, "to"),
                    window.path("reason").asText()));
        }
        List<Feedback> labels = new ArrayList<>();
        for (JsonNode said : array(node, "feedback")) {
            requireObject("a label", said, Set.of("at", "label"));
            labels.add(new Feedback(time(said, "at"), label(said.path("label").asText())));
        }
        return new AlarmControl(new RuleChanges(rules), windows, labels);
    }

    /**
     * Reads the name of a label.
     *
     * @param text {@code normal} or {@code anomaly}, in any case
     * @return the label
     * @throws IllegalArgumentException if it is neither
     */
    public static Label label(String text) {
        try {
            return Label.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a label must be normal or anomaly, was '" + text + "'", e);
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("must be a JSON object: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("must be a JSON object: " + e.getMessage(), e);
        }
    }

    private static void requireObject(String what, JsonNode node, Set<String> names) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(what + " must be a JSON object, was " + node);
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        what + " must have no fields but " + new TreeSet<>(names) + ", has " + name);
            }
        });
    }

    private static Iterable<JsonNode> array(JsonNode node, String field) {
        JsonNode found = node.path(field);
        if (!found.isMissingNode() && !found.isArray()) {
            throw new IllegalArgumentException(field + " must be a JSON array, was " + found);
        }
        return found;
    }

    private static long time(JsonNode node, String field) {
        String text = node.path(field).asText();
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    field + " must be a time such as 2026-03-01T06:00:00Z, was '" + text + "'", e);
        }
    }

    /**
     * Writes a value of a control topic.
     *
     * @return one JSON object
     */
    public byte[] toJson() {
        ObjectNode node = MAPPER.createObjectNode();
        if (!rules.values().isEmpty()) {
            ObjectNode changed = node.putObject("rules");
            rules.values().forEach(changed::put);
        }
        if (!maintenance.isEmpty()) {
            ArrayNode windows = node.putArray("maintenance");
            maintenance.forEach(window -> windows.addObject()
                    .put("from", Instant.ofEpochMilli(window.fromMs()).toString())
                    .put("to", Instant.ofEpochMilli(window.toMs()).toString())
                    .put("reason", window.reason()));
        }
        if (!feedback.isEmpty()) {
            ArrayNode labels = node.putArray("feedback");
            feedback.forEach(said -> labels.addObject()
                    .put("at", Instant.ofEpochMilli(said.timestampMs()).toString())
                    .put("label", said.label().name().toLowerCase(Locale.ROOT)));
        }
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
