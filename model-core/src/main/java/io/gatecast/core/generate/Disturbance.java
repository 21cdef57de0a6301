package io.gatecast.core.generate;

/** What happens to a series besides its rule. Sizes are in multiples of the series' usual deviation. */
enum Disturbance {
    /** The level jumps for good, once or a few times. */
    LEVEL_SHIFTS {
        @Override
        void applyTo(double[] values, double deviation, Randomness random) {
            for (int shift = random.between(1, 4); shift > 0; shift--) {
                double size = random.sign() * random.uniform(1, 4) * deviation;
                for (int row = random.between(1, values.length); row < values.length; row++) {
                    values[row] += size;
                }
            }
        }
    },

    /** The ups and downs around 0 become larger or smaller, once or a few times. */
    VARIANCE_SHIFTS {
        @Override
        void applyTo(double[] values, double deviation, Randomness random) {
            for (int shift = random.between(1, 3); shift > 0; shift--) {
                double factor = random.logUniform(0.3, 3);
                for (int row = random.between(1, values.length); row < values.length; row++) {
                    values[row] *= factor;
                }
            }
        }
    },

    /** Single values far out, upwards only or both ways. */
    SPIKES {
        @Override
        void applyTo(double[] values, double deviation, Randomness random) {
            double probability = random.logUniform(0.001, 0.02);
            boolean upwards = random.happens(0.6);
            for (int row = 0; row < values.length; row++) {
                if (random.happens(probability)) {
                    int sign = upwards ? 1 : random.sign();
                    values[row] += sign * (3 + 3 * random.exponential()) * deviation;
                }
            }
        }
    },

    /** Sudden rises that fade away within some rows. */
    BURSTS {
        @Override
        void applyTo(double[] values, double deviation, Randomness random) {
            double probability = random.logUniform(0.001, 0.01);
            double fading = StrictMath.exp(-1 / random.uniform(2, 20));
            double height = 0;
            for (int row = 0; row < values.length; row++) {
                if (random.happens(probability)) {
                    height += random.uniform(2, 8) * deviation;
                }
                values[row] += height;
                height *= fading;
            }
        }
    },

    /** Stretches in which the last value is repeated. */
    CONSTANT_STRETCHES {
        @Override
        void applyTo(double[] values, double deviation, Randomness random) {
            for (int stretch = random.between(1, 5); stretch > 0; stretch--) {
                int from = random.between(1, values.length);
                int to = (int) Math.min(values.length, from + random.logUniform(5, Math.max(6, values.length / 10.0)));
                for (int row = from; row < to; row++) {
                    values[row] = values[row - 1];
                }
            }
        }
    },

    /** Single values and whole stretches missing, never the first value; a tenth of all at most, or little more. */
    MISSING_VALUES {
        @Override
        void applyTo(double[] values, double deviation, Randomness random) {
            double probability = random.logUniform(0.001, 0.05);
            for (int row = 1; row < values.length; row++) {
                if (random.happens(probability)) {
                    values[row] = Double.NaN;
                }
            }
            for (int gap = random.between(0, 3); gap > 0; gap--) {
                int from = random.between(1, values.length);
                int to = Math.min(values.length, from + random.between(2, Math.max(2, values.length / 60)));
                for (int row = from; row < to; row++) {
                    values[row] = Double.NaN;
                }
            }
        }
    };

    /**
     * Changes values in place.
     *
     * @param values the series
     * @param deviation the series' usual deviation
     * @param random source of all chance
     */
    abstract void applyTo(double[] values, double deviation, Randomness random);
}
