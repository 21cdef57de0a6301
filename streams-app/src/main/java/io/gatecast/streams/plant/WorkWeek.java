package io.gatecast.streams.plant;

/**
 * How busy one part of the plant is: ramps up when the first shift begins, down when the last one ends, less at the
 * weekend. No two days are quite alike: shifts begin and end a little early or late, and demand has its ups and downs.
 * Weeks begin on Monday, hours are UTC.
 */
final class WorkWeek {
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    /** 1970-01-01 was a Thursday: this many days before the first Monday's week. */
    private static final int THURSDAY = 3;

    private static final double DEMAND_PERSISTENCE = 0.75;

    private final SeededNoise days;
    private final double beginHour;
    private final double endHour;
    private final double rampHours;
    private final double night;
    private final double saturday;
    private final double sunday;
    private final double unpunctuality;
    private final double demandSize;
    private long day = -1;
    private double early;
    private double late;
    private double demand;

    WorkWeek(SeededNoise noise) {
        days = noise.split();
        beginHour = noise.uniform(5, 8);
        endHour = noise.uniform(16, 22.5);
        rampHours = noise.uniform(0.3, 1.0);
        night = noise.uniform(0.1, 0.45);
        saturday = noise.uniform(0.4, 1.0);
        sunday = noise.uniform(0.2, 0.7);
        unpunctuality = noise.uniform(0.1, 0.4);
        demandSize = noise.uniform(0.03, 0.1);
    }

    /** Returns the load at a moment, not before that of the last call: dimensionless, positive, around 1 when busy. */
    double load(long timestampMs) {
        beginDay(timestampMs / DAY_MS);
        double hour = hourOfDay(timestampMs);
        double working = ramp(hour - beginHour + early) * ramp(endHour + late - hour);
        double lunch = 1 - 0.12 * bump((hour - 12.25) / 0.6);
        double usual = (night + (1 - night) * working * lunch) * ofDay(timestampMs);
        return usual * StrictMath.exp(demand);
    }

    private void beginDay(long newDay) {
        if (newDay != day) {
            day = newDay;
            early = unpunctuality * days.gaussian();
            late = unpunctuality * days.gaussian();
            demand = DEMAND_PERSISTENCE * demand + demandSize * days.gaussian();
        }
    }

    private double ofDay(long timestampMs) {
        return switch ((int) ((timestampMs / DAY_MS + THURSDAY) % 7)) {
            case 5 -> saturday;
            case 6 -> sunday;
            default -> 1;
        };
    }

    static double hourOfDay(long timestampMs) {
        return (double) (timestampMs % DAY_MS) / HOUR_MS;
    }

    private double ramp(double hours) {
        return 1 / (1 + StrictMath.exp(-hours / rampHours * 4));
    }

    private static double bump(double x) {
        return StrictMath.exp(-x * x);
    }
}
