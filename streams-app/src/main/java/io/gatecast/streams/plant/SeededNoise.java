package io.gatecast.streams.plant;

import java.util.SplittableRandom;

/**
 * Random numbers that depend on the seed alone: built from integer arithmetic and {@link StrictMath}, so every JVM draws
 * the same bits.
 */
final class SeededNoise {
    private static final double POISSON_BY_PRODUCT_BELOW = 30;

    private final SplittableRandom random;

    SeededNoise(long seed) {
        this(new SplittableRandom(seed));
    }

    private SeededNoise(SplittableRandom random) {
        this.random = random;
    }

    /** Returns an independent source, whose numbers do not depend on how many are drawn from this one later. */
    SeededNoise split() {
        return new SeededNoise(random.split());
    }

    /** Draws evenly from [0, 1). */
    double uniform() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Draws evenly from [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Draws evenly from low to high, both included. */
    int between(int low, int high) {
        return low + (int) (uniform() * (high - low + 1));
    }

    boolean happens(double probability) {
        return uniform() < probability;
    }

    /** Draws from the standard normal distribution (Box and Muller). */
    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Draws a number of events, given how many are expected; for many, by the normal approximation. */
    double poisson(double expected) {
        if (expected >= POISSON_BY_PRODUCT_BELOW) {
            return Math.max(0, StrictMath.rint(expected + StrictMath.sqrt(expected) * gaussian()));
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
