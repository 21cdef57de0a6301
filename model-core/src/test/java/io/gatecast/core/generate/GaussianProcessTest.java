package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Covariances of many samples against the kernels' own formulas. */
class GaussianProcessTest {
    private static final int ROWS = 101;
    private static final int DRAWS = 6_000;

    @Test
    void shouldHaveTheCovarianceOfASquaredExponentialKernel() {
        double[][] samples = samples(new GaussianProcess(new Kernel.SquaredExponential(20)));

        assertThat(covariance(samples, 50, 50)).isCloseTo(1, within(0.06));
        assertThat(covariance(samples, 30, 50)).isCloseTo(Math.exp(-0.5), within(0.06));
        assertThat(covariance(samples, 10, 70)).isCloseTo(Math.exp(-4.5), within(0.06));
    }

    @Test
    void shouldHaveTheCovarianceOfARationalQuadraticKernel() {
        double[][] samples = samples(new GaussianProcess(new Kernel.RationalQuadratic(10, 0.5)));

        assertThat(covariance(samples, 50, 50)).isCloseTo(1, within(0.06));
        assertThat(covariance(samples, 40, 50)).isCloseTo(1 / Math.sqrt(2), within(0.06));
        assertThat(covariance(samples, 20, 60)).isCloseTo(1 / Math.sqrt(17), within(0.06));
    }

    @Test
    void shouldHaveTheCovarianceOfAPeriodicKernel() {
        double[][] samples = samples(new GaussianProcess(new Kernel.Periodic(24, 1.5)));

        assertThat(covariance(samples, 10, 34)).isCloseTo(1, within(0.06));
        assertThat(covariance(samples, 10, 22)).isCloseTo(Math.exp(-3), within(0.06));
        assertThat(covariance(samples, 10, 14)).isCloseTo(Math.exp(-0.75), within(0.06));
        for (double[] sample : samples) {
            assertThat(sample[90]).isCloseTo(sample[18], within(1e-9));
        }
    }

    @Test
    void shouldAddAndMultiplyKernels() {
        double[][] sum = samples(new GaussianProcess(new Kernel.SquaredExponential(20)).plus(new Kernel.White(0.25)));
        assertThat(covariance(sum, 50, 50)).isCloseTo(1.25, within(0.07));
        assertThat(covariance(sum, 30, 50)).isCloseTo(Math.exp(-0.5), within(0.06));

        double[][] product =
                samples(new GaussianProcess(new Kernel.SquaredExponential(20)).times(new Kernel.Periodic(24, 1.5)));
        assertThat(covariance(product, 50, 50)).isCloseTo(1, within(0.06));
        assertThat(covariance(product, 26, 50)).isCloseTo(Math.exp(-0.72), within(0.06));

        // (0.25 + t·t')·exp(…) at t = 0.5 and 0.75
        double[][] growing =
                samples(new GaussianProcess(new Kernel.Linear(0.5)).times(new Kernel.SquaredExponential(20)));
        assertThat(covariance(growing, 0, 0)).isCloseTo(0.25, within(0.03));
        assertThat(covariance(growing, 50, 75)).isCloseTo(0.625 * Math.exp(-25 * 25 / 800.0), within(0.05));
    }

    @Test
    void shouldDrawFinitePathsFromAnyComposition() {
        for (int seed = 0; seed < 500; seed++) {
            Randomness random = new Randomness(seed);
            for (double value : GaussianProcess.draw(200, random).path(200, random)) {
                assertThat(value).as("seed %d", seed).isFinite();
            }
        }
    }

    private static double[][] samples(GaussianProcess process) {
        double[][] samples = new double[DRAWS][];
        for (int i = 0; i < DRAWS; i++) {
            samples[i] = process.path(ROWS, Randomness.of(11, i));
        }
        return samples;
    }

    private static double covariance(double[][] samples, int a, int b) {
        double sum = 0;
        for (double[] sample : samples) {
            sum += sample[a] * sample[b];
        }
        return sum / samples.length;
    }
}
