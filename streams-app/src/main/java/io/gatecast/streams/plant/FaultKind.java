package io.gatecast.streams.plant;

/** How a sensor misbehaves. */
public enum FaultKind {
    /** One value far off. */
    SPIKE(1, 1),
    /** The same value for hours. */
    STUCK(8, 30),
    /** Off by a constant. */
    LEVEL_SHIFT(16, 96),
    /** Off by more and more. */
    DRIFT(48, 144),
    /** No values, for longer than sensors in order are silent now and then. */
    DROPOUT(Sensor.LONGEST_GAP_STEPS + 1, 16);

    private final int shortest;
    private final int longest;

    FaultKind(int shortest, int longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Draws how many steps a fault of this kind lasts. */
    int drawSteps(SeededNoise noise) {
        return noise.between(shortest, longest);
    }
}
