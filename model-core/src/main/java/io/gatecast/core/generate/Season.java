package io.gatecast.core.generate;

/** A shape that repeats: mean 0 and standard deviation 1 over its whole length. */
final class Season {
    private static final int MOST_HARMONICS = 6;

    private final double[] shape;
    private final int first;

    /**
     * Wraps a shape.
     *
     * @param shape one value per step of the season, standardised here
     * @param first step of the season that falls on row 0
     */
    private Season(double[] shape, int first) {
        Paths.standardise(shape);
        this.shape = shape;
        this.first = first;
    }

    /** Draws a sum of some harmonics, the higher the weaker. */
    static Season harmonics(int period, Randomness random) {
        int count = Math.min(random.between(1, MOST_HARMONICS), period / 2);
        double decay = random.uniform(0.5, 2);
        double[] shape = new double[period];
        for (int k = 1; k <= count; k++) {
            double size = random.gaussian() / StrictMath.pow(k, decay);
            double phase = random.uniform(0, 2 * Math.PI);
            for (int step = 0; step < period; step++) {
                shape[step] += size * StrictMath.cos(2 * Math.PI * k * step / period + phase);
            }
        }
        return new Season(shape, 0);
    }

    /**
     * Draws a week of sharp daily profiles: working hours with edges, peaks, days of different weight and rest days of another
     * shape.
     *
     * @param day number of steps in a day
     * @param firstStep step of the day that falls on row 0
     * @param firstDay day of the week that falls on row 0, 0 = Monday
     */
    static Season weekOfProfiles(int day, int firstStep, int firstDay, Randomness random) {
        double[] working = profile(day, random);
        double[] resting = random.happens(0.5) ? profile(day, random) : working;
        double restLevel = random.uniform(0, 0.9);
        int firstRestDay = random.happens(0.8) ? 5 : random.between(0, 6);
        int restDays = random.happens(0.8) ? 2 : random.between(0, 3);
        double dayToDay = random.uniform(0, 0.15);
        double[] week = new double[7 * day];
        for (int d = 0; d < 7; d++) {
            boolean rest = (d - firstRestDay + 7) % 7 < restDays;
            double weight = (rest ? restLevel : 1) * (1 + dayToDay * random.gaussian());
            for (int step = 0; step < day; step++) {
                week[d * day + step] = weight * (rest ? resting : working)[step];
            }
        }
        return new Season(week, firstDay * day + firstStep);
    }

    /** Draws a day between 0 and about 1: a plateau, some peaks, or both. */
    private static double[] profile(int day, Randomness random) {
        double[] profile = new double[day];
        if (random.happens(0.6)) {
            double from = random.uniform(0.2, 0.45);
            double to = random.uniform(0.55, 0.95);
            double edge = random.logUniform(0.002, 0.05);
            for (int step = 0; step < day; step++) {
                double at = (step + 0.5) / day;
                profile[step] += logistic((at - from) / edge) * logistic((to - at) / edge);
            }
        }
        for (int peak = random.between(1, 3); peak > 0; peak--) {
            double at = random.uniform(0, 2 * Math.PI);
            double sharpness = random.logUniform(1, 80);
            double height = random.uniform(0.2, 1);
            for (int step = 0; step < day; step++) {
                double angle = 2 * Math.PI * step / day;
                profile[step] += height * StrictMath.exp(sharpness * (StrictMath.cos(angle - at) - 1));
            }
        }
        return profile;
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    int period() {
        return shape.length;
    }

    double at(int row) {
        return shape[(row + first) % shape.length];
    }
}
