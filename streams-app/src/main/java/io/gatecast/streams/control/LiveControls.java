package io.gatecast.streams.control;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.SeriesControls;
import java.util.Map;

/** The controls that hold now. Any number of threads may ask while one changes them. */
public final class LiveControls {
    private final AlarmRules rules;
    private volatile ControlTable table;

    /**
     * Begins with nothing but rules.
     *
     * @param rules rules of the application
     */
    public LiveControls(AlarmRules rules) {
        this.rules = rules;
        table = new ControlTable(rules, Map.of());
    }

    /**
     * What is asked of the alarms of a series.
     *
     * @param series its name
     * @return controls
     */
    public SeriesControls of(String series) {
        return table.of(series);
    }

    /**
     * Replaces all controls.
     *
     * @param controls by name of the series, or by its beginning and an asterisk
     */
    public void set(Map<String, AlarmControl> controls) {
        table = new ControlTable(rules, controls);
    }
}
