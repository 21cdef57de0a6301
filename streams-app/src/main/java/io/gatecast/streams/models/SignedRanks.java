package io.gatecast.streams.models;

import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test of paired differences: ranks their magnitudes and asks how likely it is that the negative ones
 * have so large a sum of ranks, if each were as likely positive as negative.
 *
 * <p>Differences of zero are left out, equal magnitudes share the mean of their ranks. Up to {@value #EXACT_UP_TO} differences
 * the distribution is exact, given the ranks; beyond, normal with corrections for ties and continuity.
 *
 * @param differences number of differences that are not zero
 * @param negativeRanks sum of the ranks of the negative differences
 * @param negative probability of so large a sum or a larger one: small if the differences are negative
 * @param positive the same for the positive differences
 * @see <a href="https://doi.org/10.2307/3001968">Wilcoxon 1945, individual comparisons by ranking methods</a>
 * @see <a href="https://jmlr.org/papers/v7/demsar06a.html">Demšar 2006, comparisons of two models over many data sets</a>
 */
record SignedRanks(int differences, double negativeRanks, double negative, double positive) {
    private static final int EXACT_UP_TO = 100;

    static SignedRanks of(double... all) {
        double[] differences =
                Arrays.stream(all).filter(difference -> difference != 0).toArray();
        int n = differences.length;
        if (n == 0) {
            return new SignedRanks(0, 0, 1, 1);
        }
        long[] doubledRanks = doubledRanks(differences);
        long negative = 0;
        long positive = 0;
        for (int i = 0; i < n; i++) {
            if (differences[i] < 0) {
                negative += doubledRanks[i];
            } else {
                positive += doubledRanks[i];
            }
        }
        return new SignedRanks(
                n, negative / 2.0, probability(doubledRanks, negative), probability(doubledRanks, positive));
    }

    /** Twice the rank of each magnitude, which is whole even where ranks are shared. */
    private static long[] doubledRanks(double[] differences) {
        double[] sorted = Arrays.stream(differences).map(Math::abs).sorted().toArray();
        long[] byPlace = new long[sorted.length];
        for (int first = 0; first < sorted.length; ) {
            int end = first + 1;
            while (end < sorted.length && sorted[end] == sorted[first]) {
                end++;
            }
            Arrays.fill(byPlace, first, end, first + 1L + end);
            first = end;
        }
        return Arrays.stream(differences)
                .mapToLong(difference -> byPlace[Arrays.binarySearch(sorted, Math.abs(difference))])
                .toArray();
    }

    /** Probability of a sum of ranks at least so large. */
    private static double probability(long[] doubledRanks, long doubledSum) {
        return doubledRanks.length <= EXACT_UP_TO
                ? exact(doubledRanks, doubledSum)
                : NormalTail.above(standardised(doubledRanks, doubledSum));
    }

    private static double exact(long[] doubledRanks, long doubledSum) {
        double[] share = new double[Math.toIntExact(Arrays.stream(doubledRanks).sum()) + 1];
        share[0] = 1;
        int reached = 0;
        for (long doubled : doubledRanks) {
            int rank = (int) doubled;
            for (int sum = reached; sum >= 0; sum--) {
                share[sum] /= 2;
                share[sum + rank] += share[sum];
            }
            reached += rank;
        }
        double above = 0;
        for (int sum = share.length - 1; sum >= doubledSum; sum--) {
            above += share[sum];
        }
        return Math.min(1, above);
    }

    private static double standardised(long[] doubledRanks, long doubledSum) {
        double mean = 0;
        double variance = 0;
        for (long doubled : doubledRanks) {
            double rank = doubled / 2.0;
            mean += rank / 2;
            variance += rank * rank / 4;
        }
        return (doubledSum / 2.0 - mean - 0.5) / Math.sqrt(variance);
    }
}
