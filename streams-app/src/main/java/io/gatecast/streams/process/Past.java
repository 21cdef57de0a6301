package io.gatecast.streams.process;

import io.gatecast.core.ledger.GroupRecord;
import java.util.List;

/**
 * What a checkpoint tells of a series: values, but not what had been forecast for them.
 *
 * <p>Made to be read at once; the arrays are not copied.
 *
 * @param targets names of the targets
 * @param timesMs event times, oldest first, milliseconds since 1970
 * @param values values of every target at these times; NaN where one is missing
 * @param steps number of steps the series had taken
 * @param warmup whether these are too few for its forecasts to be judged
 * @param modelId model that took them
 * @param standings what the ledger says, per target a record per group of steps ahead
 */
@SuppressWarnings("ArrayRecordComponent")
public record Past(
        List<String> targets,
        long[] timesMs,
        double[][] values,
        long steps,
        boolean warmup,
        String modelId,
        List<List<GroupRecord>> standings) {
    /** Nothing. */
    public static final Past NONE = new Past(List.of(), new long[0], new double[0][], 0, true, "", List.of());

    public Past {
        targets = List.copyOf(targets);
        standings = List.copyOf(standings);
    }
}
