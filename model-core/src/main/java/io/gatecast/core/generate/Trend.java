package io.gatecast.core.generate;

/** Where a series is heading. Paths start at 0 and are about 1 in size. */
enum Trend {
    /** Up or down at one pace. */
    LINEAR {
        @Override
        double[] path(int rows, Randomness random) {
            double end = random.sign() * random.uniform(0.3, 2);
            double[] path = new double[rows];
            for (int row = 0; row < rows; row++) {
                path[row] = end * row / rows;
            }
            return path;
        }
    },

    /** Up or down more and more slowly. */
    DAMPED {
        @Override
        double[] path(int rows, Randomness random) {
            double end = random.sign() * random.uniform(0.5, 2);
            double pace = random.uniform(2, 8) / rows;
            double[] path = new double[rows];
            for (int row = 0; row < rows; row++) {
                path[row] = end * (1 - StrictMath.exp(-pace * row));
            }
            return path;
        }
    },

    /** Up and down, with a few bends. */
    PIECEWISE {
        @Override
        double[] path(int rows, Randomness random) {
            double bends = random.uniform(1, 6) / rows;
            double slope = random.gaussian();
            double[] path = new double[rows];
            for (int row = 1; row < rows; row++) {
                if (random.happens(bends)) {
                    slope = random.gaussian();
                }
                path[row] = path[row - 1] + 2 * slope / rows;
            }
            return path;
        }
    },

    /** Up faster and faster. */
    EXPONENTIAL {
        @Override
        double[] path(int rows, Randomness random) {
            double growth = random.uniform(1, 3);
            double end = random.uniform(0.5, 2);
            double[] path = new double[rows];
            for (int row = 0; row < rows; row++) {
                path[row] = end * StrictMath.expm1(growth * row / rows) / StrictMath.expm1(growth);
            }
            return path;
        }
    };

    /** Draws a path. */
    abstract double[] path(int rows, Randomness random);
}
