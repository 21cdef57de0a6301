package io.gatecast.core.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Trend, seasons and noise, added up. */
final class Structure {
    private Structure() {}

    /** Draws a path around 0, about 1 in size. */
    static double[] path(Timeline time, Randomness random) {
        int rows = time.rows();
        double[] path = new double[rows];
        if (random.happens(0.6)) {
            double[] trend = random.pick(Trend.values()).path(rows, random);
            Paths.addScaled(random.uniform(0.2, 3), trend, path);
        }
        for (Season season : seasons(time, random)) {
            add(season, path, random);
        }
        double[] noise = random.pick(Noise.values()).path(rows, random);
        if (random.happens(0.1)) {
            Disturbance.VARIANCE_SHIFTS.applyTo(noise, 1, random);
        }
        Paths.addScaled(random.logUniform(0.03, 1.5), noise, path);
        return path;
    }

    /** Draws up to three seasons: of the calendar where the step shows days, or of any length. */
    static List<Season> seasons(Timeline time, Randomness random) {
        List<Season> seasons = new ArrayList<>();
        OptionalInt day = time.stepsPerDay();
        if (day.isPresent() && 2 * day.getAsInt() <= time.rows() && random.happens(0.65)) {
            addCalendarSeasons(day.getAsInt(), time, random, seasons);
        } else if (random.happens(0.15)) {
            int period = Periods.draw(time.rows(), random);
            seasons.add(Season.weekOfProfiles(period, random.between(0, period - 1), random.between(0, 6), random));
        } else {
            for (int count = random.pick(0, 1, 1, 1, 2, 2, 3); count > 0; count--) {
                seasons.add(Season.harmonics(Periods.draw(time.rows(), random), random));
            }
        }
        return seasons;
    }

    private static void addCalendarSeasons(int day, Timeline time, Randomness random, List<Season> seasons) {
        seasons.add(
                random.happens(0.7)
                        ? Season.weekOfProfiles(day, time.firstStepOfDay(), time.firstDayOfWeek(), random)
                        : Season.harmonics(day, random));
        if (14 * day <= time.rows() && random.happens(0.3)) {
            seasons.add(Season.harmonics(7 * day, random));
        }
        if (random.happens(0.15)) {
            seasons.add(Season.harmonics(Periods.draw(time.rows(), random), random));
        }
    }

    /** Adds a season whose size may change slowly. */
    private static void add(Season season, double[] path, Randomness random) {
        double size = random.logUniform(0.3, 3);
        double[] drift = random.happens(0.2) ? Noise.MEAN_REVERTING.path(path.length, random) : new double[path.length];
        for (int row = 0; row < path.length; row++) {
            path[row] += size * StrictMath.exp(0.3 * drift[row]) * season.at(row);
        }
    }
}
