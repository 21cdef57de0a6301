package io.gatecast.streams.process;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.models.LiveModels;

/**
 * What goes on beside the graph while it runs.
 *
 * @param models the models that run, which may be exchanged
 * @param controls what is asked of the alarms of single series, which may change
 * @param watch is told what is done to series
 */
public record Companions(LiveModels models, LiveControls controls, SeriesWatch watch) {
    /**
     * Models alone: alarms follow the rules of the application, and nobody watches.
     *
     * @param config configuration
     * @param models the models that run
     * @return companions
     */
    public static Companions of(GatecastConfig config, LiveModels models) {
        return new Companions(models, new LiveControls(config.alarmRules(), config.limits()), SeriesWatch.NONE);
    }

    /**
     * The same, watched.
     *
     * @param watching is told what is done to series
     * @return companions
     */
    public Companions watchedBy(SeriesWatch watching) {
        return new Companions(models, controls, watching);
    }
}
