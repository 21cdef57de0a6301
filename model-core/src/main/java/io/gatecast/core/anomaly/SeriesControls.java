package io.gatecast.core.anomaly;

import java.util.List;

/**
 * What people who know a series ask of its alarms. All of it goes by event time alone: the same controls and the same events give
 * the same alarms, whenever either arrives. Evidence is the same without them; what does not alarm scores below 0.5.
 *
 * @param rules what is asked of an alarm beyond its evidence
 * @param maintenance times without alarms
 * @param feedback what was said about the past of the series
 */
public record SeriesControls(AlarmRules rules, List<Maintenance> maintenance, List<Feedback> feedback) {
    private static final double LEANING_PER_LABEL = 0.3;
    private static final double MOST_LEANING = 1.5;

    public SeriesControls {
        maintenance = List.copyOf(maintenance);
        feedback = List.copyOf(feedback);
    }

    /**
     * Nothing but rules.
     *
     * @param rules what is asked of an alarm beyond its evidence
     * @return controls
     */
    public static SeriesControls of(AlarmRules rules) {
        return new SeriesControls(rules, List.of(), List.of());
    }

    /**
     * Whether a time lies in a maintenance window.
     *
     * @param timestampMs event time, milliseconds since 1970-01-01T00:00:00Z
     * @return true if nobody is to be told of what happens then
     */
    public boolean muted(long timestampMs) {
        for (int i = 0; i < maintenance.size(); i++) {
            if (maintenance.get(i).includes(timestampMs)) {
                return true;
            }
        }
        return false;
    }

    /** What the feedback on earlier times adds to the evidence: every label a little, in all at most a multiple of it. */
    double leaning(long timestampMs) {
        double leaning = 0;
        for (int i = 0; i < feedback.size(); i++) {
            if (feedback.get(i).timestampMs() < timestampMs) {
                leaning += feedback.get(i).label() == Label.ANOMALY ? LEANING_PER_LABEL : -LEANING_PER_LABEL;
            }
        }
        return Math.max(-MOST_LEANING, Math.min(MOST_LEANING, leaning));
    }

    /**
     * A time in which a series is expected to misbehave. It does not alarm, and what it does then makes later alarms neither harder
     * nor easier.
     *
     * @param fromMs first event time, milliseconds since 1970-01-01T00:00:00Z
     * @param toMs event time after the last one
     * @param reason why, for people
     */
    public record Maintenance(long fromMs, long toMs, String reason) {
        public Maintenance {
            if (toMs <= fromMs) {
                throw new IllegalArgumentException(
                        "a maintenance window must end after it begins, was " + fromMs + " to " + toMs + " ms");
            }
        }

        boolean includes(long timestampMs) {
            return timestampMs >= fromMs && timestampMs < toMs;
        }
    }

    /**
     * What somebody said a series did.
     *
     * @param timestampMs event time spoken of; later ones are judged by it
     * @param label what it was
     */
    public record Feedback(long timestampMs, Label label) {}

    /** What an observation was, by somebody who knows. */
    public enum Label {
        /** Nothing to be told of. */
        NORMAL,
        /** Something to be told of. */
        ANOMALY
    }
}
