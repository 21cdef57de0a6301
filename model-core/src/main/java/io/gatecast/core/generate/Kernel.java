package io.gatecast.core.generate;

import java.util.ArrayList;
import java.util.List;

/** A covariance function of a {@link GaussianProcess}. */
sealed interface Kernel {
    /** Multiplies a sum of terms by this kernel. */
    List<Term> times(List<Term> terms);

    /**
     * A product of kernels.
     *
     * @param variance constant factor
     * @param degree power of time among the factors, from linear kernels; time runs from 0 to 1
     * @param white whether every row is independent
     * @param waves the stationary factors
     */
    record Term(double variance, int degree, boolean white, List<Stationary> waves) {
        static final Term ONE = new Term(1, 0, false, List.of());

        Term times(Stationary kernel) {
            List<Stationary> all = new ArrayList<>(waves);
            all.add(kernel);
            return new Term(variance, degree, white, List.copyOf(all));
        }
    }

    /** A kernel of the distance alone, known by its spectrum (Bochner's theorem). */
    sealed interface Stationary extends Kernel {
        /** Draws from the spectrum: an angular frequency in radians per row. */
        double frequency(Randomness random);

        @Override
        default List<Term> times(List<Term> terms) {
            return terms.stream().map(term -> term.times(this)).toList();
        }
    }

    /**
     * Smooth: {@code exp(−d² / 2·length²)}.
     *
     * @param length distance in rows at which values are alike
     */
    record SquaredExponential(double length) implements Stationary {
        @Override
        public double frequency(Randomness random) {
            return random.gaussian() / length;
        }
    }

    /**
     * Smooth on many lengths: {@code (1 + d² / 2·shape·length²)^−shape}.
     *
     * @param length typical distance in rows at which values are alike
     * @param shape the smaller, the more different the lengths
     */
    record RationalQuadratic(double length, double shape) implements Stationary {
        @Override
        public double frequency(Randomness random) {
            return random.gaussian() * Math.sqrt(random.gamma(shape) / shape) / length;
        }
    }

    /**
     * Repeating: {@code exp(−2·sharpness·sin²(π·d / period))}, whose spectrum are the harmonics with weights of modified Bessel
     * functions.
     *
     * @param period length of the season in rows
     * @param sharpness the larger, the more harmonics
     */
    record Periodic(int period, double sharpness) implements Stationary {
        @Override
        public double frequency(Randomness random) {
            double left = random.uniform() * StrictMath.exp(sharpness);
            int harmonic = 0;
            for (double weight = bessel(0); left > weight; weight = 2 * bessel(harmonic)) {
                left -= weight;
                if (++harmonic == 64) {
                    break;
                }
            }
            return 2 * Math.PI * harmonic / period;
        }

        /** Modified Bessel function of the first kind, of this order at the sharpness, by its series. */
        private double bessel(int order) {
            double term = 1;
            for (int k = 1; k <= order; k++) {
                term *= sharpness / 2 / k;
            }
            double sum = term;
            for (int k = 1; term > 1e-17 * sum; k++) {
                term *= sharpness * sharpness / 4 / k / (k + order);
                sum += term;
            }
            return sum;
        }
    }

    /**
     * A straight line with a random start and slope: {@code offset² + t·t'}.
     *
     * @param offset standard deviation of the start, as a share of that of the slope over all rows
     */
    record Linear(double offset) implements Kernel {
        @Override
        public List<Term> times(List<Term> terms) {
            List<Term> product = new ArrayList<>();
            for (Term term : terms) {
                if (offset > 0) {
                    product.add(new Term(term.variance * offset * offset, term.degree, term.white, term.waves));
                }
                product.add(new Term(term.variance, term.degree + 1, term.white, term.waves));
            }
            return product;
        }
    }

    /**
     * Every row for itself.
     *
     * @param variance variance of a row
     */
    record White(double variance) implements Kernel {
        @Override
        public List<Term> times(List<Term> terms) {
            return terms.stream()
                    .map(term -> new Term(term.variance * variance, term.degree, true, term.waves))
                    .toList();
        }
    }
}
