package io.gatecast.core.anomaly;

/**
 * How to detect.
 *
 * @param profile how much is kept of every column
 * @param rules what users ask of an alarm beyond its evidence
 * @param seed of the random network of {@link DetectorProfile#THOROUGH}; any will do, a state goes with one
 */
public record DetectorSettings(DetectorProfile profile, AlarmRules rules, long seed) {
    /**
     * Settings without rules.
     *
     * @param profile how much is kept of every column
     */
    public DetectorSettings(DetectorProfile profile) {
        this(profile, AlarmRules.NONE, 1);
    }
}
