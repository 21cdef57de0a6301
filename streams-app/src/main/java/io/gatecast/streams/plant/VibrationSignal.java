package io.gatecast.streams.plant;

/** A vibration with heavy, skewed noise that rises with wear until a maintenance resets it. */
final class VibrationSignal implements Signal {
    private final SeededNoise noise;
    private final WorkWeek week;
    private final double base;
    private final double byLoad;
    private final double noiseSize;
    private final double wearPerStep;
    private final double wearLimit;
    private double wear;

    VibrationSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        base = noise.uniform(0.5, 2.5);
        byLoad = noise.uniform(1, 4);
        noiseSize = noise.uniform(0.08, 0.22);
        wearPerStep = noise.uniform(0.00005, 0.0003);
        wearLimit = noise.uniform(0.3, 0.7);
        wear = noise.uniform(0, wearLimit);
    }

    @Override
    public double next(long timestampMs) {
        wear = wear > wearLimit ? 0 : wear + wearPerStep;
        double smooth = (base + byLoad * week.load(timestampMs)) * (1 + wear);
        return smooth * StrictMath.exp(noiseSize * noise.gaussian());
    }

    @Override
    public double span() {
        return byLoad / 2 + base * noiseSize;
    }
}
