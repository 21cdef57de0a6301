package io.gatecast.core.generate;

/**
 * Random numbers that depend on the seed alone: integer arithmetic and {@link StrictMath}, so every JVM draws the same
 * bits. One owner, one thread.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood 2014, SplitMix64</a>
 */
final class Randomness {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double POISSON_BY_PRODUCT_BELOW = 30;

    private long state;

    Randomness(long seed) {
        state = mixed(seed);
    }

    /** Returns one of many independent sources of a seed. */
    static Randomness of(long seed, long index) {
        return new Randomness(mixed(seed) + GOLDEN_GAMMA * index);
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    private static long mixed(long bits) {
        long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Draws evenly from [0, 1). */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Draws evenly from [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Draws from [low, high), both positive, so that every order of magnitude is as likely as any other. */
    double logUniform(double low, double high) {
        return StrictMath.exp(uniform(StrictMath.log(low), StrictMath.log(high)));
    }

    /** Draws evenly from low to high, both included. */
    int between(int low, int high) {
        return low + (int) (uniform() * (high - low + 1));
    }

    boolean happens(double probability) {
        return uniform() < probability;
    }

    int sign() {
        return happens(0.5) ? 1 : -1;
    }

    /** Draws evenly from some values. */
    int pick(int... values) {
        return values[between(0, values.length - 1)];
    }

    /** Draws evenly from some values. */
    <T> T pick(T[] values) {
        return values[between(0, values.length - 1)];
    }

    /** Draws from the standard normal distribution (Box and Muller). */
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /** Draws from the exponential distribution with a mean of 1. */
    double exponential() {
        return -StrictMath.log(1 - uniform());
    }

    /**
     * Draws from the gamma distribution with a scale of 1.
     *
     * @see <a href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang 2000</a>
     */
    double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * StrictMath.pow(1 - uniform(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                if (StrictMath.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /** Draws from Student's t distribution. */
    double studentT(double degreesOfFreedom) {
        double half = degreesOfFreedom / 2;
        return gaussian() / Math.sqrt(gamma(half) / half);
    }

    /** Draws a number of events, given how many are expected; for many, by the normal approximation. */
    double poisson(double expected) {
        if (expected >= POISSON_BY_PRODUCT_BELOW) {
            return Math.max(0, Math.rint(expected + Math.sqrt(expected) * gaussian()));
        }
        double limit = StrictMath.exp(-expected);
        double product = uniform();
        int events = 0;
        while (product > limit) {
            product *= uniform();
            events++;
        }
        return events;
    }
}
