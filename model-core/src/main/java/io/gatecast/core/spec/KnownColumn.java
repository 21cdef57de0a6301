package io.gatecast.core.spec;

/**
 * A column whose future is known when the forecast is made, such as a holiday or a plan, scaled by what training saw of it.
 *
 * @param name name of the column
 * @param mean mean of its values in training
 * @param deviation standard deviation of its values in training, positive
 */
public record KnownColumn(String name, double mean, double deviation) {
    public KnownColumn {
        StaticNumber.requireScale("known column " + name, mean, deviation);
    }

    /**
     * Scales a value.
     *
     * @param value value in the column's unit, {@link Double#NaN} if unknown
     * @return scaled value, {@link Float#NaN} if unknown
     */
    public float scaled(double value) {
        return (float) ((value - mean) / deviation);
    }
}
