package io.gatecast.core;

import io.gatecast.core.scale.Transform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The latest values of a series in its own units, as the state of any model keeps them: what another model warms up on.
 *
 * <p>A value that was missing is the old model's forecast for it, unless nothing has been observed since. Times are counted
 * back from the latest by the most common distance of two steps. Known and static columns are not kept.
 */
public final class RecentValues {
    private final double[][] values; // [column][step], oldest first
    private final long clockMs;
    private final long stepMs;

    private RecentValues(double[][] values, long clockMs, long stepMs) {
        this.values = values;
        this.clockMs = clockMs;
        this.stepMs = stepMs;
    }

    /**
     * The values in a saved state, which may be of any model.
     *
     * @param record the state
     * @return its values
     * @throws StateFormatException if the state cannot be one
     */
    public static RecentValues of(io.gatecast.schema.SeriesState record) {
        List<Double> anchors = record.getAnchors();
        ByteBuffer ring = record.getRing().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int entryBytes = anchors.size() * Float.BYTES;
        if (anchors.isEmpty() || ring.remaining() % entryBytes != 0) {
            throw new StateFormatException("saved state: expected a ring of " + anchors.size() + " columns, found "
                    + ring.remaining() + " bytes");
        }
        int steps = ring.remaining() / entryBytes;
        Transform transform = record.getLogarithm() ? Transform.LOG : Transform.IDENTITY;
        double[][] values = new double[anchors.size()][steps];
        for (int c = 0; c < values.length; c++) {
            double origin = transform.origin(anchors.get(c));
            for (int i = 0; i < steps; i++) {
                double value = transform.invert(origin, ring.getFloat());
                values[c][i] = Math.max(-Observation.MAX_MAGNITUDE, Math.min(Observation.MAX_MAGNITUDE, value));
            }
        }
        for (int t = 0; t < record.getUnobserved().size() && t < values.length; t++) {
            int observed = Math.max(1, steps - record.getUnobserved().get(t));
            Arrays.fill(values[t], Math.min(observed, steps), steps, Double.NaN);
        }
        return new RecentValues(values, record.getClockMs(), record.getStepMs());
    }

    /**
     * Number of value columns.
     *
     * @return columns
     */
    public int columns() {
        return values.length;
    }

    /**
     * Number of steps.
     *
     * @return steps, 0 if the series had seen nothing
     */
    public int steps() {
        return values[0].length;
    }

    /**
     * A value.
     *
     * @param column index of the column
     * @param step step, the oldest of which is 0
     * @return value in the column's unit; NaN if it is missing
     */
    public double value(int column, int step) {
        return values[column][step];
    }

    /**
     * Event time of a step, counted back from the latest.
     *
     * @param step step, the oldest of which is 0
     * @param unknownStepMs length of a step where the series does not tell
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long timeMs(int step, long unknownStepMs) {
        return Math.max(0, clockMs - (steps() - 1 - step) * (stepMs > 0 ? stepMs : unknownStepMs));
    }

    /** The values at a step, the oldest of which is step 0, with the static columns of an observation. */
    Observation at(int step, long unknownStepMs, Observation event) {
        double[] atStep = new double[values.length];
        for (int c = 0; c < atStep.length; c++) {
            atStep[c] = values[c][step];
        }
        double[] statics = new double[event.staticColumns()];
        for (int c = 0; c < statics.length; c++) {
            statics[c] = event.staticCode(c);
        }
        double[][] unknown = new double[event.knownColumns()][0];
        return new Observation(timeMs(step, unknownStepMs), atStep, unknown, statics);
    }
}
