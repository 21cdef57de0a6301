package io.gatecast.streams.plant;

/** A flow that follows the load, with noise in proportion to it. */
final class FlowSignal implements Signal {
    private final SeededNoise noise;
    private final WorkWeek week;
    private final double full;
    private final double noiseShare;
    private double disturbance;

    FlowSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        full = noise.uniform(40, 400);
        noiseShare = noise.uniform(0.01, 0.05);
    }

    @Override
    public double next(long timestampMs) {
        disturbance = 0.6 * disturbance + noiseShare * noise.gaussian();
        return full * week.load(timestampMs) * Math.max(0, 1 + disturbance);
    }

    @Override
    public double span() {
        return full / 4;
    }
}
