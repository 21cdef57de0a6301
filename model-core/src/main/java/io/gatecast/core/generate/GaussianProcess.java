package io.gatecast.core.generate;

import io.gatecast.core.generate.Kernel.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of Gaussian processes whose covariance is a random sum of products of kernels.
 *
 * <p>A product of stationary kernels has the sum of independent draws from their spectra as its spectrum, so each term is
 * sampled as a sum of random cosines, in time proportional to the number of rows instead of its cube.
 *
 * @see <a href="https://arxiv.org/abs/2403.07815">Ansari et al. 2024, KernelSynth</a>
 * @see <a href="https://papers.nips.cc/paper/3182-random-features-for-large-scale-kernel-machines">Rahimi and Recht 2007,
 *     random Fourier features</a>
 */
final class GaussianProcess {
    private static final int COSINES = 96;
    private static final int MOST_KERNELS = 5;

    private final List<Term> terms;

    private GaussianProcess(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** Creates a process with one kernel. */
    GaussianProcess(Kernel kernel) {
        this(kernel.times(List.of(Term.ONE)));
    }

    /** Adds a kernel to the covariance. */
    GaussianProcess plus(Kernel kernel) {
        List<Term> sum = new ArrayList<>(terms);
        sum.addAll(kernel.times(List.of(Term.ONE)));
        return new GaussianProcess(sum);
    }

    /** Multiplies the covariance by a kernel. */
    GaussianProcess times(Kernel kernel) {
        return new GaussianProcess(kernel.times(terms));
    }

    /** Draws a process of one to five kernels. */
    static GaussianProcess draw(int rows, Randomness random) {
        GaussianProcess process = new GaussianProcess(kernel(rows, random));
        for (int kernels = random.between(1, MOST_KERNELS); kernels > 1; kernels--) {
            Kernel next = kernel(rows, random);
            process = random.happens(0.5) ? process.plus(next) : process.times(next);
        }
        return process;
    }

    private static Kernel kernel(int rows, Randomness random) {
        double length = rows * random.logUniform(0.01, 1);
        return switch (random.between(0, 7)) {
            case 0, 1, 2 -> new Kernel.Periodic(Periods.draw(rows, random), random.logUniform(0.3, 10));
            case 3 -> new Kernel.Linear(random.happens(0.5) ? 0 : random.uniform(0, 2));
            case 4, 5 -> new Kernel.SquaredExponential(length);
            case 6 -> new Kernel.RationalQuadratic(length, random.logUniform(0.1, 10));
            default -> new Kernel.White(random.logUniform(0.01, 1));
        };
    }

    /** Draws a path. */
    double[] path(int rows, Randomness random) {
        double[] path = new double[rows];
        for (Term term : terms) {
            double[] wave = term.white() ? Noise.WHITE.path(rows, random) : waves(term, rows, random);
            for (int row = 0; row < rows; row++) {
                double time = rows == 1 ? 0 : row / (rows - 1.0);
                double factor = Math.sqrt(term.variance());
                for (int power = 0; power < term.degree(); power++) {
                    factor *= time;
                }
                path[row] += factor * wave[row];
            }
        }
        return path;
    }

    private static double[] waves(Term term, int rows, Randomness random) {
        double[] path = new double[rows];
        for (int m = 0; m < COSINES; m++) {
            double frequency = 0;
            for (Kernel.Stationary kernel : term.waves()) {
                // The spectrum is even, but its draws may be those of one side.
                frequency += random.sign() * kernel.frequency(random);
            }
            double phase = random.uniform(0, 2 * Math.PI);
            double size = Math.sqrt(2.0 / COSINES) * random.gaussian();
            add(frequency, size * StrictMath.cos(phase), size * StrictMath.sin(phase), path);
        }
        return path;
    }

    /** Adds a cosine by turning a pointer row by row. */
    private static void add(double frequency, double x, double y, double[] path) {
        double cos = StrictMath.cos(frequency);
        double sin = StrictMath.sin(frequency);
        for (int row = 0; row < path.length; row++) {
            path[row] += x;
            double turned = x * cos - y * sin;
            y = x * sin + y * cos;
            x = turned;
        }
    }
}
