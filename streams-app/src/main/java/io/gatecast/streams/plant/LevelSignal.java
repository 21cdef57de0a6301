package io.gatecast.streams.plant;

/** The level of a tank that the work drains and a pump fills in the small hours. */
final class LevelSignal implements Signal {
    private static final double FULL = 95;
    private static final double EMPTY = 5;

    private final SeededNoise noise;
    private final WorkWeek week;
    private final double drainPerStep;
    private final double fillPerStep;
    private final double fillFromHour;
    private final double noiseSize;
    private double level;

    LevelSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        drainPerStep = noise.uniform(0.8, 2.4);
        fillPerStep = noise.uniform(8, 14);
        fillFromHour = noise.uniform(1, 4);
        noiseSize = noise.uniform(0.1, 0.5);
        level = noise.uniform(60, FULL);
    }

    @Override
    public double next(long timestampMs) {
        double hour = WorkWeek.hourOfDay(timestampMs);
        boolean filling = hour >= fillFromHour && hour < fillFromHour + 4;
        double drained = drainPerStep * week.load(timestampMs) * (1 + 0.15 * noise.gaussian());
        level = Math.min(FULL, Math.max(EMPTY, level - drained + (filling ? fillPerStep : 0)));
        return Math.min(100, Math.max(0, level + noiseSize * noise.gaussian()));
    }

    @Override
    public double span() {
        return 12;
    }
}
