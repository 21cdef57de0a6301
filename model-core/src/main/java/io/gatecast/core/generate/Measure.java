package io.gatecast.core.generate;

/**
 * How an instrument shows a path: level, unit and resolution.
 *
 * @param level value of a path at 0
 * @param unit difference in value for a path's difference of 1, positive
 * @param mantissa first digit of the resolution: 1, 2 or 5
 * @param decimals the resolution is the first digit times ten to the power of minus this
 * @param floor smallest value that can be shown
 */
record Measure(double level, double unit, int mantissa, int decimals, double floor) {
    /** Draws an instrument; some are coarse, some cannot show what is below 0. */
    static Measure draw(Randomness random) {
        double unit = random.logUniform(0.01, 10_000);
        double level = random.happens(0.25) ? 0 : unit * random.logUniform(0.5, 100) * (random.happens(0.05) ? -1 : 1);
        double floor = level >= 0 && random.happens(0.15) ? 0 : Double.NEGATIVE_INFINITY;
        return of(level, unit, resolution(random), floor, random);
    }

    /** Draws the steps in which an instrument shows a deviation: a few if it is coarse. */
    static double resolution(Randomness random) {
        return random.happens(0.2) ? random.logUniform(2, 30) : random.logUniform(1_000, 100_000);
    }

    static Measure of(double level, double unit, double stepsPerUnit, double floor, Randomness random) {
        int mantissa = random.pick(1, 1, 1, 2, 5);
        int decimals = (int) Math.rint(StrictMath.log10(mantissa * stepsPerUnit / unit));
        return new Measure(level, unit, mantissa, decimals, floor);
    }

    double show(double path) {
        double value = Math.max(floor, level + unit * path);
        // Powers of ten that are whole numbers are exact, their inverses are not.
        double power = StrictMath.pow(10, Math.abs(decimals));
        double shown = decimals >= 0
                ? Math.rint(value * power / mantissa) * mantissa / power
                : Math.rint(value / power / mantissa) * mantissa * power;
        return shown + 0.0; // no negative zero
    }
}
