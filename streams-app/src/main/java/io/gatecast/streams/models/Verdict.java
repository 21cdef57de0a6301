package io.gatecast.streams.models;

import io.gatecast.schema.ModelScore;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * How a candidate compares with the champion over the series both have forecast. What is compared is each series' mean pinball
 * loss one step ahead; its difference is taken relative to the mean of both losses, because series have different units.
 *
 * @param series number of series that have enough scores
 * @param scores all their scores together
 * @param fewestScores number of scores of the series that has least of them
 * @param better number of series on which the candidate has the smaller loss
 * @param worse number of series on which it has the larger one
 * @param difference median of the relative differences, negative if the candidate is better
 * @param pBetter probability of differences so much in favour of the candidate if both were equally good
 * @param pWorse the same for the champion
 */
public record Verdict(
        int series,
        long scores,
        long fewestScores,
        int better,
        int worse,
        double difference,
        double pBetter,
        double pWorse) {
    /** With fewer series no result, however clear, has a p-value below 0.01. */
    public static final int FEWEST_SERIES = 7;

    /** A candidate that guards leaves once every series has so many times the scores it needs to count. */
    private static final int GUARDED = 5;

    /**
     * Compares.
     *
     * @param all scores of the same champion and candidate, one per series
     * @param scoresPerSeries scores a series must have to count
     * @return the comparison
     */
    public static Verdict of(Collection<ModelScore> all, long scoresPerSeries) {
        List<ModelScore> enough = all.stream()
                .filter(score -> score.getCount() >= scoresPerSeries)
                .toList();
        double[] differences = enough.stream().mapToDouble(Verdict::difference).toArray();
        SignedRanks test = SignedRanks.of(differences);
        return new Verdict(
                enough.size(),
                enough.stream().mapToLong(ModelScore::getCount).sum(),
                enough.stream().mapToLong(ModelScore::getCount).min().orElse(0),
                (int) Arrays.stream(differences).filter(d -> d < 0).count(),
                (int) Arrays.stream(differences).filter(d -> d > 0).count(),
                median(differences),
                test.negative(),
                test.positive());
    }

    private static double difference(ModelScore score) {
        double both = score.getChampionLoss() + score.getCandidateLoss();
        return both == 0 ? 0 : 2 * (score.getCandidateLoss() - score.getChampionLoss()) / both;
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Whether there are enough series to tell.
     *
     * @return false if no result could be significant
     */
    public boolean hasEnoughSeries() {
        return series >= FEWEST_SERIES;
    }

    /**
     * Whether the candidate has proved better.
     *
     * @param rule what proves it
     * @return true if it is to be promoted
     */
    public boolean proves(PromotionRule rule) {
        return hasEnoughSeries() && pBetter <= rule.significance();
    }

    /**
     * Whether a former champion has guarded long enough, without proving better.
     *
     * @param rule its rule
     * @return true if it is to be dismissed
     */
    public boolean settles(PromotionRule rule) {
        return hasEnoughSeries() && fewestScores >= GUARDED * rule.scoresPerSeries();
    }
}
