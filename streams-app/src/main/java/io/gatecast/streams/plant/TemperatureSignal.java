package io.gatecast.streams.plant;

/** A daily wave, warmest in the afternoon, on which slow disturbances ride. */
final class TemperatureSignal implements Signal {
    private static final double PERSISTENCE = 0.92;
    private static final double DRIFT_PERSISTENCE = 0.999;

    private final SeededNoise noise;
    private final WorkWeek week;
    private final double base;
    private final double daily;
    private final double byLoad;
    private final double warmestHour;
    private final double noiseSize;
    private double disturbance;
    private double drift;

    TemperatureSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        base = noise.uniform(15, 80);
        daily = noise.uniform(1, 8);
        byLoad = noise.uniform(0, 6);
        warmestHour = noise.uniform(13, 17);
        noiseSize = noise.uniform(0.05, 0.4);
    }

    @Override
    public double next(long timestampMs) {
        disturbance = PERSISTENCE * disturbance + noiseSize * noise.gaussian();
        drift = DRIFT_PERSISTENCE * drift + 0.03 * noise.gaussian();
        double angle = 2 * StrictMath.PI * (WorkWeek.hourOfDay(timestampMs) - warmestHour) / 24;
        return base + daily * StrictMath.cos(angle) + byLoad * week.load(timestampMs) + disturbance + drift;
    }

    @Override
    public double span() {
        return daily + byLoad / 2;
    }
}
