package io.gatecast.streams.control;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.Direction;
import io.gatecast.core.breach.Limits;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules of alarms, and limits, that differ from those of the application.
 *
 * @param values by name, which is that of a setting without {@code anomaly.} or {@code breach.}
 */
public record RuleChanges(SortedMap<String, String> values) {
    private static final String LOWER = "limit.lower";
    private static final String UPPER = "limit.upper";

    /** No changes. */
    public static final RuleChanges NONE = new RuleChanges(new TreeMap<>());

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming a rule that does not exist or whose value it does not take
     */
    public RuleChanges {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        applied(values, AlarmRules.NONE);
        applied(values, Limits.NONE);
    }

    /**
     * The same with further changes.
     *
     * @param further rules by name; they replace those of the same name
     * @return all of them
     * @throws IllegalArgumentException naming a rule that does not exist or whose value it does not take
     */
    public RuleChanges with(Map<String, String> further) {
        SortedMap<String, String> all = new TreeMap<>(values);
        all.putAll(further);
        return new RuleChanges(all);
    }

    /**
     * What holds where both these and changes for fewer series are asked. A limit that a nearer one of the other side crosses holds no
     * more.
     *
     * @param nearer changes for fewer series; they replace those of the same name
     * @return all of them
     */
    RuleChanges overriddenBy(RuleChanges nearer) {
        SortedMap<String, String> all = new TreeMap<>(values);
        all.putAll(nearer.values);
        boolean ownLower = nearer.values.containsKey(LOWER);
        if (ownLower != nearer.values.containsKey(UPPER)
                && limit(all, LOWER, Double.NEGATIVE_INFINITY) >= limit(all, UPPER, Double.POSITIVE_INFINITY)) {
            all.remove(ownLower ? UPPER : LOWER);
        }
        return new RuleChanges(all);
    }

    /**
     * Applies the changes.
     *
     * @param rules rules they differ from
     * @return the changed rules
     */
    public AlarmRules applyTo(AlarmRules rules) {
        return applied(values, rules);
    }

    /**
     * Applies the changes. A limit that the change of the other one crosses holds no more.
     *
     * @param limits limits they differ from
     * @return the changed limits
     */
    public Limits applyTo(Limits limits) {
        return applied(values, limits);
    }

    private static Limits applied(Map<String, String> changes, Limits limits) {
        double lower = limit(changes, LOWER, limits.lower());
        double upper = limit(changes, UPPER, limits.upper());
        if (lower >= upper && changes.containsKey(LOWER) != changes.containsKey(UPPER)) {
            return changes.containsKey(LOWER)
                    ? new Limits(lower, Double.POSITIVE_INFINITY)
                    : new Limits(Double.NEGATIVE_INFINITY, upper);
        }
        return new Limits(lower, upper);
    }

    private static double limit(Map<String, String> changes, String name, double otherwise) {
        String value = changes.get(name);
        try {
            return value == null ? otherwise : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("rule " + name + " must be a number, was " + value, e);
        }
    }

    private static AlarmRules applied(Map<String, String> changes, AlarmRules rules) {
        AlarmRules changed = rules;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            changed = applied(change.getKey(), change.getValue(), changed);
        }
        return changed;
    }

    private static AlarmRules applied(String name, String value, AlarmRules rules) {
        try {
            return changed(name, value, rules);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("rule " + name + " must be a number, was " + value, e);
        }
    }

    private static AlarmRules changed(String name, String value, AlarmRules r) {
        double absolute = r.minimumDeviation();
        double relative = r.minimumRelativeDeviation();
        Direction direction = r.direction();
        int steps = r.minimumSteps();
        long cooldownMs = r.cooldownMs();
        int silence = r.silenceSteps();
        double sensitivity = r.sensitivity();
        switch (name) {
            case "min.deviation" -> absolute = Double.parseDouble(value);
            case "min.relative.deviation" -> relative = Double.parseDouble(value);
            case "direction" -> direction = direction(value);
            case "min.steps" -> steps = Integer.parseInt(value);
            case "cooldown.ms" -> cooldownMs = Long.parseLong(value);
            case "silence.steps" -> silence = Integer.parseInt(value);
            case "sensitivity" -> sensitivity = Double.parseDouble(value);
            case LOWER, UPPER -> {
                return r;
            }
            default ->
                throw new IllegalArgumentException(
                        "there is no rule " + name + ", expected cooldown.ms, direction,"
                                + " limit.lower, limit.upper, min.deviation, min.relative.deviation, min.steps, sensitivity or silence.steps");
        }
        return new AlarmRules(absolute, relative, direction, steps, cooldownMs, silence, sensitivity);
    }

    private static Direction direction(String value) {
        try {
            return Direction.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule direction must be both, up or down, was " + value, e);
        }
    }
}
