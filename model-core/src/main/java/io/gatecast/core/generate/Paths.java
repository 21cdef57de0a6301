package io.gatecast.core.generate;

/** Arithmetic of paths, that is of one value per row. */
final class Paths {
    private Paths() {}

    static void addScaled(double factor, double[] path, double[] to) {
        for (int row = 0; row < to.length; row++) {
            to[row] += factor * path[row];
        }
    }

    static double mean(double[] path) {
        double sum = 0;
        for (double value : path) {
            sum += value;
        }
        return sum / path.length;
    }

    /** Returns the standard deviation. */
    static double deviation(double[] path) {
        double mean = mean(path);
        double squares = 0;
        for (double value : path) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / path.length);
    }

    /** Moves a path to mean 0 and, unless it is constant, stretches it to standard deviation 1. */
    static void standardise(double[] path) {
        double mean = mean(path);
        double deviation = deviation(path);
        for (int row = 0; row < path.length; row++) {
            path[row] = deviation > 1e-12 ? (path[row] - mean) / deviation : 0;
        }
    }
}
