package io.gatecast.core.generate;

/** What the tests know about paths. */
final class PathStatistics {
    private PathStatistics() {}

    static double autocorrelation(double[] path, int lag) {
        double mean = Paths.mean(path);
        double products = 0;
        double squares = 0;
        for (int row = 0; row < path.length; row++) {
            squares += (path[row] - mean) * (path[row] - mean);
            if (row >= lag) {
                products += (path[row] - mean) * (path[row - lag] - mean);
            }
        }
        return products / squares;
    }

    static double[] differences(double[] path) {
        double[] differences = new double[path.length - 1];
        for (int row = 1; row < path.length; row++) {
            differences[row - 1] = path[row] - path[row - 1];
        }
        return differences;
    }
}
