package io.gatecast.streams.control;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.SeriesControls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked of the alarms of every series. Of several controls that fit a series all hold; of rules they disagree about that of the
 * longest name does. Everything is put together when the table is made: looking up costs one comparison per name with an asterisk.
 */
public final class ControlTable {
    /** Ends a name that stands for all series that begin with what comes before it. */
    static final String ANY = "*";

    private record Prefix(String text, AlarmControl control, SeriesControls resolved) {}

    private final SeriesControls others;
    private final Map<String, SeriesControls> series = new HashMap<>();
    private final List<Prefix> prefixes = new ArrayList<>(); // the longest first

    /**
     * Puts controls together.
     *
     * @param rules rules of the application
     * @param controls by name of the series, or by its beginning and an asterisk
     */
    public ControlTable(AlarmRules rules, Map<String, AlarmControl> controls) {
        others = SeriesControls.of(rules);
        controls.keySet().stream()
                .filter(name -> name.endsWith(ANY))
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .forEach(name -> {
                    String text = name.substring(0, name.length() - ANY.length());
                    AlarmControl control = broader(text).and(controls.get(name));
                    prefixes.add(0, new Prefix(text, control, resolved(rules, control)));
                });
        controls.forEach((name, control) -> {
            if (!name.endsWith(ANY)) {
                series.put(name, resolved(rules, broader(name).and(control)));
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

    private static SeriesControls resolved(AlarmRules rules, AlarmControl control) {
        return new SeriesControls(control.rules().applyTo(rules), control.maintenance(), control.feedback());
    }

    /**
     * What is asked of the alarms of a series.
     *
     * @param name name of the series
     * @return the application's rules where nothing else is asked
     */
    public SeriesControls of(String name) {
        SeriesControls own = series.get(name);
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
