package io.gatecast.core.backtest;

import java.util.Optional;

/**
 * Test of equal accuracy of two forecasts from the differences of their losses, in the order of time.
 *
 * <p>The variance of the mean difference is Newey and West's, with Bartlett weights over as many lags as forecasts overlap; the
 * statistic is corrected for few origins as by Harvey, Leybourne and Newbold and compared with Student's t. It is what {@code
 * dm.test(…, varestimator = "bartlett")} of the R package forecast computes.
 *
 * @param differences number of differences, in time or, without lags, of whatever is independent
 * @param lags number of lags over which differences may be correlated
 * @param difference mean difference of the losses; negative if the first was better
 * @param statistic corrected statistic
 * @param pValue two-sided probability of a statistic as far from zero if both are equally accurate
 * @see <a href="https://doi.org/10.1080/07350015.1995.10524599">Diebold and Mariano 1995</a>
 * @see <a href="https://doi.org/10.2307/1913610">Newey and West 1987</a>
 * @see <a href="https://doi.org/10.1016/S0169-2070(96)00719-4">Harvey, Leybourne and Newbold 1997</a>
 */
public record DieboldMariano(int differences, int lags, double difference, double statistic, double pValue) {

    /**
     * Tests.
     *
     * @param differences loss of the first less loss of the second, in the order of time
     * @param lags number of lags over which differences are correlated because forecasts overlap
     * @return the test; empty if there are fewer than two origins per overlapping forecast, or the differences do not vary
     */
    public static Optional<DieboldMariano> of(double[] differences, int lags) {
        int n = differences.length;
        int h = lags + 1;
        if (n < 2 || n < 2 * h) {
            return Optional.empty();
        }
        double mean = 0;
        for (double difference : differences) {
            mean += difference;
        }
        mean /= n;
        double variance = covariance(differences, mean, 0);
        for (int lag = 1; lag <= lags; lag++) {
            variance += 2 * (1 - (double) lag / h) * covariance(differences, mean, lag);
        }
        if (!(variance > 0)) {
            return Optional.empty();
        }
        double correction = Math.sqrt((n + 1 - 2.0 * h + (double) h * (h - 1) / n) / n);
        double statistic = correction * mean / Math.sqrt(variance / n);
        return Optional.of(new DieboldMariano(n, lags, mean, statistic, StudentT.twoSided(statistic, n - 1)));
    }

    /**
     * The same test with first and second exchanged.
     *
     * @return test
     */
    public DieboldMariano reversed() {
        return new DieboldMariano(differences, lags, 0.0 - difference, 0.0 - statistic, pValue);
    }

    private static double covariance(double[] differences, double mean, int lag) {
        double sum = 0;
        for (int i = lag; i < differences.length; i++) {
            sum += (differences[i] - mean) * (differences[i - lag] - mean);
        }
        return sum / differences.length;
    }
}
