package io.gatecast.streams.nab;

import java.util.Locale;

/** What hits, false alarms and misses are worth: NAB's three application profiles. */
public enum ScoringProfile {
    /** Equal costs. */
    STANDARD(1.0, 0.11, 1.0),
    /** False alarms cost twice as much. */
    REWARD_LOW_FP_RATE(1.0, 0.22, 1.0),
    /** Misses cost twice as much. */
    REWARD_LOW_FN_RATE(1.0, 0.11, 2.0);

    private final double hit;
    private final double falseAlarm;
    private final double miss;

    ScoringProfile(double hit, double falseAlarm, double miss) {
        this.hit = hit;
        this.falseAlarm = falseAlarm;
        this.miss = miss;
    }

    double hit() {
        return hit;
    }

    double falseAlarm() {
        return falseAlarm;
    }

    double miss() {
        return miss;
    }

    /**
     * Name as in NAB's own configuration, but for capitals.
     *
     * @return such as {@code reward_low_fp_rate}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
