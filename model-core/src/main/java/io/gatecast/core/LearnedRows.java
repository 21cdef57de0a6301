package io.gatecast.core;

/**
 * The rows a model was trained on. On them its errors are smaller than on rows to come, which calibration has to know.
 *
 * @param untilMs event time of the newest of them, milliseconds since 1970-01-01T00:00:00Z; {@link #NEVER} if there are none
 * @param generalizationGap errors on other rows as a multiple of those on these, in [1, {@value #LARGEST_GAP}]
 */
public record LearnedRows(long untilMs, double generalizationGap) {
    /** Before all time. */
    public static final long NEVER = -1;

    /** Largest gap accepted. */
    public static final double LARGEST_GAP = 1.25;

    /** None are known. */
    public static final LearnedRows NONE = new LearnedRows(NEVER, 1);

    public LearnedRows {
        if (untilMs < NEVER) {
            throw new IllegalArgumentException(
                    "event time of the newest learned row must not be negative, was " + untilMs);
        }
        if (!(generalizationGap >= 1 && generalizationGap <= LARGEST_GAP)) {
            throw new IllegalArgumentException(
                    "generalization gap must be in [1, " + LARGEST_GAP + "], was " + generalizationGap);
        }
    }

    /**
     * How much the error of an observation counts for.
     *
     * @param timestampMs event time of the observation
     * @return the generalization gap up to the newest learned row, 1 after it
     */
    float weight(long timestampMs) {
        return timestampMs <= untilMs ? (float) generalizationGap : 1f;
    }
}
