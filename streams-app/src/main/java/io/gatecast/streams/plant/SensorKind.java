package io.gatecast.streams.plant;

/** What a sensor of the plant measures. */
public enum SensorKind {
    /** Warm in the afternoon, slow to change. */
    TEMPERATURE("°C", 10),
    /** Follows the shifts, with noise in proportion. */
    FLOW("m³/h", 10),
    /** Follows the load with heavy noise; rises with wear until the next maintenance. */
    VIBRATION("mm/s", 100),
    /** Follows the load with a second peak in the evening. */
    POWER("kW", 10),
    /** Steady, with the short saw-tooth of a compressor. */
    PRESSURE("bar", 1000),
    /** Pieces per step: small whole numbers. */
    COUNT("pieces", 1),
    /** A tank drained by the day's work and filled at night. */
    LEVEL("%", 10);

    private final String unit;
    private final int resolution;

    SensorKind(String unit, int resolution) {
        this.unit = unit;
        this.resolution = resolution;
    }

    /**
     * Unit of the values.
     *
     * @return unit symbol
     */
    public String unit() {
        return unit;
    }

    /** Rounds to what the instrument resolves. */
    double resolve(double value) {
        double rounded = StrictMath.rint(value * resolution) / resolution;
        return rounded + 0.0; // no negative zero
    }

    /** Draws the parameters of one sensor of this kind. */
    Signal signal(SeededNoise noise) {
        return switch (this) {
            case TEMPERATURE -> new TemperatureSignal(noise);
            case FLOW -> new FlowSignal(noise);
            case VIBRATION -> new VibrationSignal(noise);
            case POWER -> new PowerSignal(noise);
            case PRESSURE -> new PressureSignal(noise);
            case COUNT -> new CountSignal(noise);
            case LEVEL -> new LevelSignal(noise);
        };
    }
}
