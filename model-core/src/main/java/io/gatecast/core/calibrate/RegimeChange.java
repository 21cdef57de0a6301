package io.gatecast.core.calibrate;

/**
 * Finds out that the errors of one group of steps ahead have become larger or smaller, long before each level's own correction
 * would have followed.
 *
 * <p>Of every outcome it is counted how many quantiles it lies beyond. Under corrected quantiles the levels themselves say how
 * probable each count is; were all errors {@value #SHIFT} larger or smaller in logarithm, other counts would be the more probable
 * ones. Two cumulative sums of the logarithms of these likelihood ratios, which never fall below zero, tell when one of both has
 * become so much more probable that chance would say so once in some hundred outcomes at most. Outcomes that depend on each other
 * count for less: by the square root of how many forecasts wait at a time, and by how much the counts have resembled the ones before.
 *
 * <p>Immutable; what belongs to one key are {@value #FIELDS} sums.
 *
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page 1954, continuous inspection schemes</a>
 */
final class RegimeChange {
    /** Sums kept per key and group. */
    static final int FIELDS = 4;

    private static final int WIDER = 0;
    private static final int NARROWER = 1;
    private static final int LATEST = 2;
    private static final int RESEMBLANCE = 3;

    /** By how much logarithms of factors are moved at once. */
    private static final float SHIFT = 0.4f;

    /** Logarithm of how much more probable the shift must have become. */
    private static final float ENOUGH = 5.5f;

    /** What a shift of the group nearer counts for. */
    private static final float LENT = 0.7f * ENOUGH;

    private static final float KEEP = 0.998f;
    private static final float MOST_RESEMBLANCE = 0.8f;

    private static final double LEAST_PROBABILITY = 1e-9;

    private final float[] wider; // log likelihood ratio by the number of quantiles beyond
    private final float[] narrower;
    private final float mean;
    private final float perVariance;
    private final float share;

    /**
     * Prepares the ratios. Tails of larger and smaller errors follow from Laplace's distribution, whose logarithms of tail
     * probabilities are in proportion to the distance.
     *
     * @param lowerTails probabilities below the quantiles under the median, the largest first
     * @param upperTails probabilities above the quantiles over the median, the largest first
     * @param waiting number of forecasts that wait at a time
     */
    RegimeChange(float[] lowerTails, float[] upperTails, int waiting) {
        int most = Math.max(lowerTails.length, upperTails.length);
        double[] stated = probabilities(lowerTails, upperTails, most, 1);
        double[] ofLarger = probabilities(lowerTails, upperTails, most, StrictMath.exp(-SHIFT));
        double[] ofSmaller = probabilities(lowerTails, upperTails, most, StrictMath.exp(SHIFT));
        wider = new float[most + 1];
        narrower = new float[most + 1];
        double sum = 0;
        double squares = 0;
        for (int beyond = 0; beyond <= most; beyond++) {
            wider[beyond] = (float) StrictMath.log(ofLarger[beyond] / stated[beyond]);
            narrower[beyond] = (float) StrictMath.log(ofSmaller[beyond] / stated[beyond]);
            sum += beyond * stated[beyond];
            squares += (double) beyond * beyond * stated[beyond];
        }
        mean = (float) sum;
        perVariance = most == 0 ? 0f : (float) (1 / (squares - sum * sum));
        share = (float) (1 / Math.sqrt(waiting));
    }

    /** How probable each number of quantiles beyond is, if tail probabilities are raised to a power. */
    private static double[] probabilities(float[] lowerTails, float[] upperTails, int most, double power) {
        double[] probability = new double[most + 1];
        probability[0] = 1;
        for (float[] tails : new float[][] {lowerTails, upperTails}) {
            for (int i = 0; i < tails.length; i++) {
                double tail = StrictMath.pow(2 * tails[i], power) / 2;
                probability[i] -= tail;
                probability[i + 1] += tail;
            }
        }
        for (int i = 0; i <= most; i++) {
            probability[i] =
                    Math.max(LEAST_PROBABILITY, probability[i]); // levels may differ by less than float32 can tell
        }
        return probability;
    }

    /**
     * Takes in an outcome.
     *
     * @param sums sums of the key, those of this group updated
     * @param at where they begin
     * @param beyond number of corrected quantiles that the outcome lies beyond; more than there are on a side count as all of a
     *     side, as may happen with a damaged state
     * @return what to add to the logarithms of all factors, 0 nearly always
     */
    float judge(float[] sums, int at, int beyond) {
        float difference = beyond - mean;
        sums[at + RESEMBLANCE] =
                Math.fma(KEEP, sums[at + RESEMBLANCE], (1f - KEEP) * (difference * sums[at + LATEST] * perVariance));
        sums[at + LATEST] = difference;
        float resemblance = Math.max(0f, Math.min(MOST_RESEMBLANCE, sums[at + RESEMBLANCE]));
        float weight = share * (1f - resemblance) / (1f + resemblance);
        int count = Math.min(beyond, wider.length - 1);
        sums[at + WIDER] = Math.max(0f, Math.fma(weight, wider[count], sums[at + WIDER]));
        sums[at + NARROWER] = Math.max(0f, Math.fma(weight, narrower[count], sums[at + NARROWER]));
        float shift = sums[at + WIDER] > ENOUGH ? SHIFT : sums[at + NARROWER] > ENOUGH ? -SHIFT : 0f;
        if (shift != 0f) {
            sums[at + WIDER] = 0f;
            sums[at + NARROWER] = 0f;
        }
        return shift;
    }

    /** Copies of all groups how much outcomes depend on those before. */
    static void rememberDependence(float[] before, float[] sums) {
        for (int at = RESEMBLANCE; at < sums.length; at += FIELDS) {
            sums[at] = before[at];
        }
    }

    /**
     * Takes in that the group nearer has shifted, after which the same is likely here.
     *
     * @param sums sums of the key, those of this group updated
     * @param at where they begin
     * @param shift what {@link #judge} returned
     */
    static void expect(float[] sums, int at, float shift) {
        int same = at + (shift > 0f ? WIDER : NARROWER);
        int other = at + (shift > 0f ? NARROWER : WIDER);
        sums[same] = Math.max(sums[same], LENT);
        sums[other] = 0f;
    }
}
