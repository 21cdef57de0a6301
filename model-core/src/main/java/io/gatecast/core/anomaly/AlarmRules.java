package io.gatecast.core.anomaly;

/**
 * What users ask of an alarm beyond its evidence. They decide on alarms only; evidence is the same without them.
 *
 * @param minimumDeviation least distance from what was expected, in the unit of the column; 0 for any
 * @param minimumRelativeDeviation the same as a share of what was expected
 * @param direction on which side of what was expected
 * @param minimumSteps number of steps in a row whose evidence must suffice, at least 1
 * @param cooldownMs least time between two alarms of a series in milliseconds; 0 leaves it to the detector's own rest
 * @param silenceSteps number of missing values of a column in a row that make an alarm, whatever else; 0 for never
 * @param sensitivity added to the evidence: positive for more alarms, negative for fewer
 */
public record AlarmRules(
        double minimumDeviation,
        double minimumRelativeDeviation,
        Direction direction,
        int minimumSteps,
        long cooldownMs,
        int silenceSteps,
        double sensitivity) {
    /** No rules: any deviation, in either direction, at once, and a silence of four steps. */
    public static final AlarmRules NONE = new AlarmRules(0, 0, Direction.BOTH, 1, 0, 4, 0);

    public AlarmRules {
        if (!(minimumDeviation >= 0)) {
            throw new IllegalArgumentException("minimum deviation must be at least 0, was " + minimumDeviation);
        }
        if (!(minimumRelativeDeviation >= 0)) {
            throw new IllegalArgumentException(
                    "minimum relative deviation must be at least 0, was " + minimumRelativeDeviation);
        }
        if (minimumSteps < 1) {
            throw new IllegalArgumentException("minimum number of steps must be at least 1, was " + minimumSteps);
        }
        if (cooldownMs < 0) {
            throw new IllegalArgumentException("cooldown must not be negative, was " + cooldownMs + " ms");
        }
        if (silenceSteps < 0) {
            throw new IllegalArgumentException("number of silent steps must not be negative, was " + silenceSteps);
        }
        if (!(Math.abs(sensitivity) <= 10)) {
            throw new IllegalArgumentException("sensitivity must be in [-10, 10], was " + sensitivity);
        }
    }

    /** Whether the distance between what was observed and expected is one to alarm of; a missing figure is. */
    boolean admits(double observed, double expected) {
        double deviation = observed - expected;
        if (Double.isNaN(deviation)) {
            return true;
        }
        double size = Math.abs(deviation);
        return size >= minimumDeviation
                && size >= minimumRelativeDeviation * Math.abs(expected)
                && direction.admits(deviation);
    }
}
