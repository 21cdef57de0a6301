package io.gatecast.core.backtest;

/** Running mean of squared errors. */
final class MeanSquare {
    private double sum;
    private long count;

    /** Adds an error; one that is missing counts for nothing. */
    void add(double error) {
        if (!Double.isNaN(error)) {
            sum += error * error;
            count++;
        }
    }

    double root() {
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }
}
