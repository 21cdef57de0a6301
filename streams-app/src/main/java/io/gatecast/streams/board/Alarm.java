package io.gatecast.streams.board;

import io.gatecast.schema.Anomaly;
import java.util.List;

/**
 * An alarm of a series.
 *
 * @param timeMs event time of the observation, milliseconds since 1970
 * @param score how unusual it is, from 0.5 to 1
 * @param severity how urgent it is
 * @param target name of the value column that spoke loudest
 * @param observed what was observed; NaN if it is missing
 * @param expected what had been forecast
 * @param lower lower end of the expected range; NaN = none
 * @param upper upper end of it; NaN = none
 * @param sinceMs event time at which the disturbance began; 0 = unknown
 * @param reasons what spoke for it, most important first
 */
public record Alarm(
        long timeMs,
        double score,
        String severity,
        String target,
        double observed,
        double expected,
        double lower,
        double upper,
        long sinceMs,
        List<Reason> reasons) {
    public Alarm {
        reasons = List.copyOf(reasons);
    }

    /**
     * What speaks for an alarm.
     *
     * @param name kind of evidence, such as {@code level-shift}
     * @param share its share, from 0 to 1
     */
    public record Reason(String name, double share) {}

    static Alarm of(Anomaly anomaly) {
        return new Alarm(
                anomaly.getTimestampMs(),
                anomaly.getScore(),
                anomaly.getSeverity().name(),
                anomaly.getColumn(),
                anomaly.getObserved(),
                anomaly.getExpected(),
                anomaly.getLower(),
                anomaly.getUpper(),
                anomaly.getSinceMs(),
                anomaly.getEvidence().stream()
                        .map(evidence -> new Reason(evidence.getName(), evidence.getShare()))
                        .toList());
    }
}
