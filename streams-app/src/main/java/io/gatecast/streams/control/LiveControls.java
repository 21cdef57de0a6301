package io.gatecast.streams.control;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.breach.Limits;
import java.util.Map;

/** What is asked of series now. Any number of threads may ask while one changes it. */
public final class LiveControls {
    private final Asked all;
    private volatile ControlTable table;

    /**
     * Begins with what is asked of all series.
     *
     * @param rules rules of the application
     * @param limits limits of the application
     */
    public LiveControls(AlarmRules rules, Limits limits) {
        all = new Asked(SeriesControls.of(rules), limits);
        table = new ControlTable(all, Map.of());
    }

    /**
     * What is asked of a series.
     *
     * @param series its name
     * @return alarms and limits
     */
    public Asked of(String series) {
        return table.of(series);
    }

    /**
     * Replaces what is asked of single series.
     *
     * @param controls by name of the series, or by its beginning and an asterisk
     */
    public void set(Map<String, AlarmControl> controls) {
        table = new ControlTable(all, controls);
    }
}
