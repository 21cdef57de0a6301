package io.gatecast.streams.plant;

/** A steady pressure with the saw-tooth of a compressor that switches every few steps. */
final class PressureSignal implements Signal {
    private final SeededNoise noise;
    private final WorkWeek week;
    private final double base;
    private final double tooth;
    private final int cycleSteps;
    private final double sag;
    private final double noiseSize;
    private double drift;
    private int stepInCycle;

    PressureSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        base = noise.uniform(2, 12);
        tooth = noise.uniform(0.02, 0.25);
        cycleSteps = noise.between(4, 9);
        sag = noise.uniform(0, 0.3);
        noiseSize = noise.uniform(0.004, 0.02);
    }

    @Override
    public double next(long timestampMs) {
        stepInCycle = (stepInCycle + 1) % cycleSteps;
        drift = 0.998 * drift + 0.004 * noise.gaussian();
        double sawTooth = tooth * (0.5 - (double) stepInCycle / (cycleSteps - 1));
        return base + sawTooth - sag * week.load(timestampMs) + drift + noiseSize * noise.gaussian();
    }

    @Override
    public double span() {
        return tooth / 2 + sag / 2 + noiseSize;
    }
}
