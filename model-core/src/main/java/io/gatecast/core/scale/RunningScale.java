package io.gatecast.core.scale;

/**
 * Mean and standard deviation of the latest values of a {@link Window}, strictly causal.
 *
 * <p>The sums are float64 and are taken afresh from the window once every window length, and when a value leaves that
 * was far larger than those that stay, so rounding never builds up. When that happens depends on the step count, the
 * sums and the window alone, so a restored series gets the same bits.
 */
public final class RunningScale {
    /*
     * Subtracting a square that outweighs what stays leaves the rounding of the larger sum behind. With this bound the
     * sum of squares falls by less than (1 + 16 / length)^length < e^16 between two fresh sums, which costs 23 of 53 bits.
     */
    private static final double FAR_LARGER = 16;

    /** A float32 at this many deviations still resolves a four-thousandth of a deviation. */
    private static final double FAR = 4096;

    private static final double[] FADING = fading();

    private final int length;
    private double sum;
    private double sumOfSquares;
    private double mean;
    private double deviation;

    /**
     * Creates the scale of an empty series.
     *
     * @param length number of latest values used, less than the window's length
     */
    public RunningScale(int length) {
        this.length = length;
    }

    /**
     * Takes in the value last pushed to the window.
     *
     * @param window values, the newest already in it
     * @param steps number of values ever pushed, the newest included
     * @param prior standard deviation to assume before any is seen; fades quickly with the number of values, and keeps a
     *     constant series from being scaled by zero
     */
    public void update(Window window, long steps, double prior) {
        int count = (int) Math.min(steps, length);
        if (steps % length == 0) {
            sumAfresh(window, count);
        } else {
            double newest = window.at(0);
            sum += newest;
            sumOfSquares += newest * newest;
            if (steps > length) {
                double leaving = window.at(length);
                sum -= leaving;
                sumOfSquares -= leaving * leaving;
                if (leaving * leaving * length > FAR_LARGER * sumOfSquares) {
                    sumAfresh(window, count);
                }
            }
        }
        derive(steps, prior);
    }

    private void sumAfresh(Window window, int count) {
        sum = 0;
        sumOfSquares = 0;
        for (int back = count - 1; back >= 0; back--) {
            double value = window.at(back);
            sum += value;
            sumOfSquares += value * value;
        }
    }

    /**
     * Takes over sums saved earlier.
     *
     * @param savedSum sum of the latest values
     * @param savedSumOfSquares sum of their squares
     * @param steps number of values ever pushed
     * @param prior standard deviation to assume before any is seen
     */
    public void restore(double savedSum, double savedSumOfSquares, long steps, double prior) {
        sum = savedSum;
        sumOfSquares = savedSumOfSquares;
        derive(steps, prior);
    }

    /**
     * Whether the values lie so far from their anchor that float32 would round away what matters of them.
     *
     * @return true if the anchor should be moved to the mean
     */
    public boolean isFarFromAnchor() {
        return Math.abs(mean) > FAR * deviation;
    }

    /**
     * Moves the anchor: subtracts from every value, and takes the sums afresh.
     *
     * @param window values, changed
     * @param shift what the anchor is moved by
     * @param steps number of values ever pushed
     * @param prior standard deviation to assume before any is seen, at the new anchor
     */
    public void moveAnchor(Window window, float shift, long steps, double prior) {
        window.subtract(shift);
        sumAfresh(window, (int) Math.min(steps, length));
        derive(steps, prior);
    }

    private void derive(long steps, double prior) {
        if (steps == 0) {
            return;
        }
        long count = Math.min(steps, length);
        mean = sum / count;
        double variance = Math.max(0, sumOfSquares / count - mean * mean);
        double assumed = prior * FADING[(int) Math.min(steps, FADING.length) - 1];
        deviation = Math.sqrt(variance + assumed * assumed);
    }

    /** Share of the prior that is left after each number of values: halved every other value. */
    private static double[] fading() {
        double[] share = new double[64];
        double left = 1;
        for (int i = 0; i < share.length; i++) {
            share[i] = left;
            left *= Math.sqrt(0.5);
        }
        return share;
    }

    /**
     * Mean of the latest values.
     *
     * @return mean, transformed units less the anchor
     */
    public double mean() {
        return mean;
    }

    /**
     * Standard deviation of the latest values, never zero once a value was seen.
     *
     * @return standard deviation, transformed units
     */
    public double deviation() {
        return deviation;
    }

    /**
     * Sum of the latest values, to be saved.
     *
     * @return sum
     */
    public double sum() {
        return sum;
    }

    /**
     * Sum of the squares of the latest values, to be saved.
     *
     * @return sum of squares
     */
    public double sumOfSquares() {
        return sumOfSquares;
    }
}
