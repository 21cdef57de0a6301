package io.gatecast.core.spec;

/**
 * A static column of numbers, scaled by what training saw of them; a missing one counts as the mean.
 *
 * @param name name of the column
 * @param mean mean over the series of training
 * @param deviation standard deviation over the series of training, positive
 */
public record StaticNumber(String name, double mean, double deviation) implements StaticColumn {
    public StaticNumber {
        requireScale("static column " + name, mean, deviation);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public double code(String text) {
        if (text.isBlank()) {
            return Double.NaN;
        }
        double number = number(text);
        if (Double.isNaN(number)) {
            throw new IllegalArgumentException(
                    "static column " + name + " must hold numbers as in training, was '" + text + "'");
        }
        return number;
    }

    @Override
    public void write(double code, float[] out, int offset) {
        out[offset] = Double.isNaN(code) ? 0f : (float) ((code - mean) / deviation);
    }

    /**
     * Reads a decimal number.
     *
     * @param text text
     * @return the number, {@link Double#NaN} if the text is not a finite number
     */
    public static double number(String text) {
        String digits = text.trim();
        if (!digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            return Double.NaN;
        }
        double number = Double.parseDouble(digits);
        return Double.isInfinite(number) ? Double.NaN : number;
    }

    static void requireScale(String what, double mean, double deviation) {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException(what + ": mean must be finite, was " + mean);
        }
        if (!(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException(what + ": deviation must be positive and finite, was " + deviation);
        }
    }
}
