package io.gatecast.streams.topology;

import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the stored state means: settings that cannot change between two starts of an application, or states would be taken for
 * those of other series, other values or other times.
 *
 * @param values text by name, in the order in which they are checked
 */
record FixedSettings(Map<String, String> values) {
    /**
     * Values that settings had before there were such settings, by name. A setting that is added to {@link #of} later gets an
     * entry here, so that applications that began without it can be told from those that must not go on.
     */
    private static final Map<String, String> BEFORE = Map.of();

    FixedSettings {
        values = new LinkedHashMap<>(values);
    }

    /** The settings in force. */
    static FixedSettings of(GatecastConfig config, ModelSpec model, int partitions) {
        ColumnRoles roles = model.roles();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("number of input partitions", Integer.toString(partitions));
        values.put("input.repartition", Boolean.toString(config.repartitions()));
        values.put("input.key.field", config.keyField().orElse("the record key"));
        values.put("input.timestamp.field", config.timestampField().orElse("the record timestamp"));
        values.put("input.value.fields", String.join(",", config.valueFields()));
        values.put(
                "number of the model's value columns",
                Integer.toString(model.columns().size()));
        values.put("number of the model's targets", Integer.toString(roles.targets()));
        values.put("the model's known columns", String.join(",", roles.knownNames()));
        values.put("the model's static columns", String.join(",", roles.staticNames()));
        return new FixedSettings(values);
    }

    /** What has changed since, if anything has. */
    Optional<String> changedSince(FixedSettings earlier) {
        List<String> changes = new ArrayList<>();
        values.forEach((name, now) -> {
            String then = earlier.values.getOrDefault(name, BEFORE.getOrDefault(name, now));
            if (!then.equals(now)) {
                changes.add(name + " was " + quoted(then) + " and is now " + quoted(now));
            }
        });
        return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
    }

    private static String quoted(String value) {
        return "'" + value + "'";
    }
}
