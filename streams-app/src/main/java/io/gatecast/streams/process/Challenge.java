package io.gatecast.streams.process;

import io.gatecast.streams.models.Trial;

/**
 * A candidate beside the champion in one task.
 *
 * @param trial on which series it runs, and whether it issues their forecasts
 * @param line the candidate and its series
 * @param duel the score between both
 * @param pace how fast series are taken over
 */
record Challenge(Trial trial, Line line, Duel duel, TakeOverPace pace) {
    /** Whether the candidate takes the next event of a series: it waits for a later one where there is no time to warm up. */
    boolean takes(String key) {
        return trial.includes(key) && (line.store().holds(key) || pace.allows());
    }

    /** Brings a series into memory, and counts the time if that means to warm up. */
    void look(String key, Runnable find) {
        if (line.store().holds(key)) {
            find.run();
        } else {
            pace.count(find);
        }
    }
}
