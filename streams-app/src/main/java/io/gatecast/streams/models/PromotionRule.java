package io.gatecast.streams.models;

/**
 * When a candidate has proved better than the champion, or not.
 *
 * @param significance largest p-value of the paired test at which the candidate counts as better, in (0, 0.5)
 * @param scoresPerSeries scores a series must have before it counts, at least 1
 */
public record PromotionRule(double significance, long scoresPerSeries) {
    /** What is used where nothing else is said. */
    public static final PromotionRule DEFAULT = new PromotionRule(0.01, 100);

    public PromotionRule {
        if (!(significance > 0 && significance < 0.5)) {
            throw new IllegalArgumentException("significance must be in (0, 0.5), was " + significance);
        }
        if (scoresPerSeries < 1) {
            throw new IllegalArgumentException("scores per series must be at least 1, were " + scoresPerSeries);
        }
    }
}
