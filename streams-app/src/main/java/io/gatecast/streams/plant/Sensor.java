package io.gatecast.streams.plant;

import java.util.function.Consumer;

/** One instrument: its signal, disturbed by gaps and, now and then, by a fault. */
final class Sensor {
    private static final int STEPS_BEFORE_FIRST_FAULT = 96;
    private static final double FAULT_PROBABILITY = 1.0 / 700;
    private static final double GAP_PROBABILITY = 1.0 / 400;
    static final int LONGEST_GAP_STEPS = 3;

    /** Spans from which on a drift is outside what the sensor does anyway. */
    private static final double OUTSIDE_SPANS = 1.5;

    private final String key;
    private final SensorKind kind;
    private final long stepMs;
    private final Signal signal;
    private final SeededNoise chance;
    private long steps;
    private int gapStepsLeft;
    private FaultKind fault;
    private int faultSteps;
    private int faultStep;
    private double faultSize;
    private double stuckAt;

    Sensor(String key, SensorKind kind, long stepMs, SeededNoise noise) {
        this.key = key;
        this.kind = kind;
        this.stepMs = stepMs;
        signal = kind.signal(noise.split());
        chance = noise.split();
    }

    String key() {
        return key;
    }

    /** Returns the next reading, NaN if there is none; tells of a fault that begins with it. */
    double read(long timestampMs, Consumer<Fault> faults) {
        double healthy = kind.resolve(signal.next(timestampMs));
        steps++;
        if (fault == null && steps > STEPS_BEFORE_FIRST_FAULT && chance.happens(FAULT_PROBABILITY)) {
            begin(healthy);
            faults.accept(new Fault(
                    key,
                    fault,
                    timestampMs,
                    timestampMs + stepsInside() * stepMs,
                    timestampMs + (faultSteps - 1) * stepMs));
        }
        if (fault == null) {
            return gap() ? Double.NaN : healthy;
        }
        double reading = disturb(healthy);
        if (++faultStep == faultSteps) {
            fault = null;
        }
        return reading;
    }

    private void begin(double healthy) {
        fault = FaultKind.values()[chance.between(0, FaultKind.values().length - 1)];
        faultSteps = fault.drawSteps(chance);
        faultStep = 0;
        double direction = chance.happens(0.5) ? 1 : -1;
        faultSize =
                direction * signal.span() * (fault == FaultKind.SPIKE ? chance.uniform(4, 9) : chance.uniform(2, 4));
        stuckAt = healthy;
    }

    /** How many readings of the fault that begins are within what the sensor does anyway. */
    private long stepsInside() {
        if (fault != FaultKind.DRIFT) {
            return 0;
        }
        double perStep = Math.abs(faultSize) / faultSteps;
        return (long) StrictMath.ceil(OUTSIDE_SPANS * signal.span() / perStep) - 1;
    }

    private double disturb(double healthy) {
        return switch (fault) {
            case SPIKE, LEVEL_SHIFT -> kind.resolve(healthy + faultSize);
            case STUCK -> stuckAt;
            case DRIFT -> kind.resolve(healthy + faultSize * (faultStep + 1) / faultSteps);
            case DROPOUT -> Double.NaN;
        };
    }

    private boolean gap() {
        if (gapStepsLeft > 0) {
            gapStepsLeft--;
            return true;
        }
        if (steps > 1 && chance.happens(GAP_PROBABILITY)) {
            gapStepsLeft = chance.between(1, LONGEST_GAP_STEPS) - 1;
            return true;
        }
        return false;
    }
}
