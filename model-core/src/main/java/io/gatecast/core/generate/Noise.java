package io.gatecast.core.generate;

/** What cannot be foreseen, or only a little. Paths move around 0 and are about 1 in size. */
enum Noise {
    /** Every value for itself. */
    WHITE {
        @Override
        double[] path(int rows, Randomness random) {
            double[] path = new double[rows];
            for (int row = 0; row < rows; row++) {
                path[row] = random.gaussian();
            }
            return path;
        }
    },

    /** Every value for itself, some far out. */
    HEAVY_TAILED {
        @Override
        double[] path(int rows, Randomness random) {
            double degreesOfFreedom = random.uniform(2.5, 6);
            double unit = Math.sqrt((degreesOfFreedom - 2) / degreesOfFreedom);
            double[] path = new double[rows];
            for (int row = 0; row < rows; row++) {
                path[row] = Math.max(-FARTHEST, Math.min(FARTHEST, unit * random.studentT(degreesOfFreedom)));
            }
            return path;
        }
    },

    /**
     * Stationary autoregression of order 1 to 3, drawn by its partial autocorrelations.
     *
     * @see <a href="https://doi.org/10.1016/0047-259X(73)90030-4">Barndorff-Nielsen and Schou 1973</a>
     */
    AUTOREGRESSIVE {
        @Override
        double[] path(int rows, Randomness random) {
            int order = random.between(1, 3);
            double[] coefficients = new double[order];
            double variance = 1;
            for (int k = 0; k < order; k++) {
                double partial = k == 0 ? random.uniform(-0.5, 0.97) : random.uniform(-0.7, 0.7);
                double[] before = coefficients.clone();
                for (int j = 0; j < k; j++) {
                    coefficients[j] = before[j] - partial * before[k - 1 - j];
                }
                coefficients[k] = partial;
                variance /= 1 - partial * partial;
            }
            return autoregression(coefficients, 1 / Math.sqrt(variance), rows, random);
        }
    },

    /** Every change for itself: the value does not return. */
    RANDOM_WALK {
        @Override
        double[] path(int rows, Randomness random) {
            double[] path = new double[rows];
            double size = 1.5 / Math.sqrt(rows);
            for (int row = 1; row < rows; row++) {
                path[row] = path[row - 1] + size * random.gaussian();
            }
            return path;
        }
    },

    /** Wanders off and is drawn back, within 5 rows to a quarter of all. */
    MEAN_REVERTING {
        @Override
        double[] path(int rows, Randomness random) {
            double time = random.logUniform(5, Math.max(6, rows / 4.0));
            double kept = StrictMath.exp(-1 / time);
            return autoregression(new double[] {kept}, Math.sqrt(1 - kept * kept), rows, random);
        }
    },

    /** Calm and restless times. */
    CHANGING_VARIANCE {
        @Override
        double[] path(int rows, Randomness random) {
            double[] unrest = MEAN_REVERTING.path(rows, random);
            double[] path = new double[rows];
            for (int row = 0; row < rows; row++) {
                path[row] = StrictMath.exp(0.7 * unrest[row] - 0.49) * random.gaussian();
            }
            return path;
        }
    };

    private static final double FARTHEST = 30;
    private static final int RUN_IN = 300;

    /** Draws a path. */
    abstract double[] path(int rows, Randomness random);

    private static double[] autoregression(double[] coefficients, double size, int rows, Randomness random) {
        double[] path = new double[rows];
        double[] last = WHITE.path(coefficients.length, random);
        for (int row = -RUN_IN; row < rows; row++) {
            double value = size * random.gaussian();
            for (int k = 0; k < last.length; k++) {
                value += coefficients[k] * last[k];
            }
            System.arraycopy(last, 0, last, 1, last.length - 1);
            last[0] = value;
            if (row >= 0) {
                path[row] = value;
            }
        }
        return path;
    }
}
