package io.gatecast.streams.control;

import io.gatecast.core.anomaly.SeriesControls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked of every series. Of several controls that fit a series all hold; of rules they disagree about that of the
 * longest name does. Everything is put together when the table is made: looking up costs one comparison per name with an asterisk.
 */
public final class ControlTable {
    /** Ends a name that stands for all series that begin with what comes before it. */
    static final String ANY = "*";

    private record Prefix(String text, AlarmControl control, Asked resolved) {}

    private final Asked others;
    private final Map<String, Asked> series = new HashMap<>();
    private final List<Prefix> prefixes = new ArrayList<>(); // the longest first

    /**
     * Puts controls together.
     *
     * @param asked what is asked of all series
     * @param controls by name of the series, or by its beginning and an asterisk
     */
    public ControlTable(Asked asked, Map<String, AlarmControl> controls) {
        others = asked;
        controls.keySet().stream()
                .filter(name -> name.endsWith(ANY))
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .forEach(name -> {
                    String text = name.substring(0, name.length() - ANY.length());
                    AlarmControl control = broader(text).and(controls.get(name));
                    prefixes.add(0, new Prefix(text, control, resolved(asked, control)));
                });
        controls.forEach((name, control) -> {
            if (!name.endsWith(ANY)) {
                series.put(name, resolved(asked, broader(name).and(control)));
            }
        });
    }

    private AlarmControl broader(String name) {
        for (Prefix prefix : prefixes) {
            if (name.startsWith(prefix.text())) {
                return prefix.control();
            }
        }
        return AlarmControl.NONE;
    }

    private static Asked resolved(Asked asked, AlarmControl control) {
        RuleChanges changes = control.rules();
        return new Asked(
                new SeriesControls(changes.applyTo(asked.alarms().rules()), control.maintenance(), control.feedback()),
                changes.applyTo(asked.limits()));
    }

    /**
     * What is asked of a series.
     *
     * @param name name of the series
     * @return what is asked of all where nothing else is asked
     */
    public Asked of(String name) {
        Asked own = series.get(name);
        if (own != null) {
            return own;
        }
        for (int i = 0; i < prefixes.size(); i++) {
            if (name.startsWith(prefixes.get(i).text())) {
                return prefixes.get(i).resolved();
            }
        }
        return others;
    }
}
