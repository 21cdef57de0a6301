package io.gatecast.streams.plant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plant with sensors of mixed kinds. The same seed gives the same readings on every JVM, and the first sensors of a
 * larger plant are those of a smaller one. A reading may be missing: by a short gap or by a dropout fault.
 */
public final class SimulatedPlant {
    /** Longest step that keeps a daily season visible. */
    private static final Duration LONGEST_STEP = Duration.ofHours(6);

    private final List<Sensor> sensors = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final long stepMs;
    private long nextMs;

    /**
     * Sets a plant up, before its first reading.
     *
     * @param sensors number of sensors, at least 1
     * @param start event time of the first readings, not before 1970
     * @param step time between readings, at least one second, at most six hours
     * @param seed chooses the plant
     * @throws IllegalArgumentException if a setting is out of range
     */
    public SimulatedPlant(int sensors, Instant start, Duration step, long seed) {
        if (sensors < 1) {
            throw new IllegalArgumentException("a plant needs at least one sensor, got " + sensors);
        }
        if (start.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("start must not be before 1970, was " + start);
        }
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(LONGEST_STEP) > 0) {
            throw new IllegalArgumentException("step must be between PT1S and " + LONGEST_STEP + ", was " + step);
        }
        stepMs = step.toMillis();
        nextMs = start.toEpochMilli();
        SeededNoise noise = new SeededNoise(seed);
        Map<SensorKind, Integer> numbers = new EnumMap<>(SensorKind.class);
        for (int i = 0; i < sensors; i++) {
            SensorKind kind = SensorKind.values()[i % SensorKind.values().length];
            int number = numbers.merge(kind, 1, Integer::sum);
            this.sensors.add(new Sensor(key(kind, number), kind, stepMs, noise.split()));
        }
    }

    private static String key(SensorKind kind, int number) {
        return "%s-%02d".formatted(kind.name().toLowerCase(Locale.ROOT), number);
    }

    /**
     * Names of the sensors.
     *
     * @return keys, such as {@code pressure-03}, in the order of their readings
     */
    public List<String> keys() {
        return sensors.stream().map(Sensor::key).toList();
    }

    /**
     * Reads every sensor once and moves on by one step.
     *
     * @param readings receives one reading per sensor
     */
    public void advance(ReadingConsumer readings) {
        for (Sensor sensor : sensors) {
            readings.accept(sensor.key(), nextMs, sensor.read(nextMs, faults::add));
        }
        nextMs += stepMs;
    }

    /**
     * Event time of the next readings.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long nextTimestampMs() {
        return nextMs;
    }

    /**
     * Faults that have begun so far.
     *
     * @return labels, in the order of their beginning
     */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Receives readings. */
    @FunctionalInterface
    public interface ReadingConsumer {
        /**
         * Takes one reading.
         *
         * @param key name of the sensor
         * @param timestampMs event time, milliseconds since 1970-01-01T00:00:00Z
         * @param value the reading in the sensor's unit, {@link Double#NaN} if missing
         */
        void accept(String key, long timestampMs, double value);
    }
}
