package io.gatecast.streams.plant;

/** Pieces counted per step. */
final class CountSignal implements Signal {
    private final SeededNoise noise;
    private final WorkWeek week;
    private final double atFullLoad;

    CountSignal(SeededNoise noise) {
        this.noise = noise;
        week = new WorkWeek(noise);
        atFullLoad = noise.uniform(4, 90);
    }

    @Override
    public double next(long timestampMs) {
        return noise.poisson(atFullLoad * week.load(timestampMs));
    }

    @Override
    public double span() {
        return atFullLoad / 3 + StrictMath.sqrt(atFullLoad);
    }
}
