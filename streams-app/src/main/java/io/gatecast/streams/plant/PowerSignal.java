package io.gatecast.streams.plant;

/** Electric power: a standing load, the shifts' load and a peak in the evening. */
final class PowerSignal implements Signal {
    private final SeededNoise noise;
    private final WorkWeek week;
    private final double standing;
    private final double byLoad;
    private final double evening;
    private final double eveningHour;
    private final double noiseSize;
    private double disturbance;

    PowerSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        standing = noise.uniform(20, 200);
        byLoad = noise.uniform(50, 700);
        evening = byLoad * noise.uniform(0, 0.5);
        eveningHour = noise.uniform(18, 21);
        noiseSize = byLoad * noise.uniform(0.01, 0.04);
    }

    @Override
    public double next(long timestampMs) {
        disturbance = 0.8 * disturbance + noiseSize * noise.gaussian();
        double fromPeak = (WorkWeek.hourOfDay(timestampMs) - eveningHour) / 1.5;
        double peak = evening * StrictMath.exp(-fromPeak * fromPeak);
        return Math.max(0, standing + byLoad * week.load(timestampMs) + peak + disturbance);
    }

    @Override
    public double span() {
        return byLoad / 3;
    }
}
