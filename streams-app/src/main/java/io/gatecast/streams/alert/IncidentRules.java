package io.gatecast.streams.alert;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What becomes an incident.
 *
 * @param gap how far alarms of one incident may be apart, and how long nothing must be heard until it is over
 * @param longest time from the first to the last alarm of an incident at most
 * @param group what names of series that belong together have in common: the pattern's first group, or all it matches; empty =
 *     all series belong together
 * @param breachProbability probability of crossing a limit from which on it is told
 */
public record IncidentRules(Duration gap, Duration longest, Optional<Pattern> group, double breachProbability) {
    public IncidentRules {
        if (gap.isNegative() || gap.isZero() || longest.compareTo(gap) < 0) {
            throw new IllegalArgumentException(
                    "gap must be positive and at most as long as the longest incident, was " + gap + " and " + longest);
        }
        if (!(breachProbability > 0 && breachProbability <= 1)) {
            throw new IllegalArgumentException(
                    "probability of crossing a limit must be in (0, 1], was " + breachProbability);
        }
    }
}
