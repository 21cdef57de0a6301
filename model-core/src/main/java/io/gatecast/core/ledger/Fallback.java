package io.gatecast.core.ledger;

/**
 * Where a forecast does not follow the model alone, because a naive rule has lately been better, or nearly as good.
 *
 * @param fromStep first step ahead
 * @param toStep last step ahead
 * @param season steps that the rule repeats, 1 for the last value
 * @param share share of the rule in the median, above 0; 1 is the rule alone
 */
public record Fallback(int fromStep, int toStep, int season, float share) {
    public Fallback {
        if (fromStep < 1 || toStep < fromStep) {
            throw new IllegalArgumentException(
                    "steps ahead must ascend from 1 or later, were " + fromStep + " to " + toStep);
        }
        if (season < 1) {
            throw new IllegalArgumentException("season must be at least 1 step, was " + season);
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in (0, 1], was " + share);
        }
    }

    /**
     * Whether the rule has more to say than the model.
     *
     * @return true from a share of one half
     */
    public boolean prevails() {
        return share >= 0.5f;
    }
}
