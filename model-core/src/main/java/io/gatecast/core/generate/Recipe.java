package io.gatecast.core.generate;

/** Kinds of generated series. */
public enum Recipe {
    /** Trend, seasons and noise, added. */
    ADDITIVE(35) {
        @Override
        double[] values(Timeline time, Randomness random) {
            return measured(disturbed(Structure.path(time, random), random), random);
        }
    },

    /** Trend, seasons and noise, multiplied: ups and downs grow with the level, and all values are positive. */
    MULTIPLICATIVE(20) {
        @Override
        double[] values(Timeline time, Randomness random) {
            double[] path = Structure.path(time, random);
            Paths.standardise(path);
            disturb(path, random);
            double spread = random.uniform(0.1, 0.8);
            for (int row = 0; row < path.length; row++) {
                path[row] = StrictMath.exp(spread * bounded(path[row], 8));
            }
            Measure measure =
                    Measure.of(0, random.logUniform(0.1, 100_000), Measure.resolution(random) * 10, 0, random);
            return shown(path, measure, random);
        }
    },

    /** A Gaussian process with a random composition of kernels. */
    GAUSSIAN_PROCESS(25) {
        @Override
        double[] values(Timeline time, Randomness random) {
            double[] path = GaussianProcess.draw(time.rows(), random).path(time.rows(), random);
            Paths.standardise(path);
            return measured(random.happens(0.5) ? path : disturbed(path, random), random);
        }
    },

    /** How often something happened per step: whole numbers around a rate with seasons. */
    COUNTS(10) {
        @Override
        double[] values(Timeline time, Randomness random) {
            double[] path = Structure.path(time, random);
            Paths.standardise(path);
            disturb(path, random);
            double mean = random.logUniform(0.5, 500);
            double spread = random.uniform(0.1, 1);
            double shape = random.happens(0.5) ? random.logUniform(1, 20) : Double.POSITIVE_INFINITY;
            double[] values = new double[path.length];
            for (int row = 0; row < path.length; row++) {
                double rate = mean * StrictMath.exp(spread * bounded(path[row], 4) - spread * spread / 2);
                double clustered = Double.isInfinite(shape) ? rate : rate * random.gamma(shape) / shape;
                values[row] = random.poisson(clustered);
            }
            return withGaps(values, random);
        }
    },

    /**
     * Demand that mostly does not occur: zeros, and now and then a whole number.
     *
     * @see <a href="https://doi.org/10.2307/3007885">Croston 1972</a>
     */
    INTERMITTENT(10) {
        @Override
        double[] values(Timeline time, Randomness random) {
            double[] path = Structure.path(time, random);
            Paths.standardise(path);
            double interval = random.logUniform(2, 30);
            double influence = random.happens(0.5) ? 0 : random.uniform(0.2, 1);
            double size = random.logUniform(0.1, 50);
            double shape = random.logUniform(0.5, 10);
            double[] values = new double[path.length];
            for (int row = 0; row < path.length; row++) {
                double probability = StrictMath.exp(influence * bounded(path[row], 3)) / interval;
                values[row] = random.happens(Math.min(0.9, probability))
                        ? 1 + random.poisson(size * random.gamma(shape) / shape)
                        : 0;
            }
            return withGaps(values, random);
        }
    };

    private final int share;

    Recipe(int share) {
        this.share = share;
    }

    /** How many of a hundred series are of this kind, where all kinds are wanted. */
    int share() {
        return share;
    }

    /** Draws the values of a series, {@link Double#NaN} where missing, of which the first is not. */
    abstract double[] values(Timeline time, Randomness random);

    private static double bounded(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    private static double[] disturbed(double[] path, Randomness random) {
        disturb(path, random);
        return path;
    }

    private static void disturb(double[] path, Randomness random) {
        double deviation = Math.max(0.1, Paths.deviation(path));
        if (random.happens(0.15)) {
            Disturbance.LEVEL_SHIFTS.applyTo(path, deviation, random);
        }
        if (random.happens(0.15)) {
            Disturbance.SPIKES.applyTo(path, deviation, random);
        }
        if (random.happens(0.1)) {
            Disturbance.BURSTS.applyTo(path, deviation, random);
        }
    }

    private static double[] measured(double[] path, Randomness random) {
        return shown(path, Measure.draw(random), random);
    }

    private static double[] shown(double[] path, Measure measure, Randomness random) {
        for (int row = 0; row < path.length; row++) {
            path[row] = measure.show(path[row]);
        }
        if (random.happens(0.1)) {
            Disturbance.CONSTANT_STRETCHES.applyTo(path, 0, random);
        }
        return withGaps(path, random);
    }

    private static double[] withGaps(double[] values, Randomness random) {
        if (random.happens(0.2)) {
            Disturbance.MISSING_VALUES.applyTo(values, 0, random);
        }
        return values;
    }
}
