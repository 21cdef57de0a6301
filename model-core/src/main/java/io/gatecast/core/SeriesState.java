package io.gatecast.core;

import io.gatecast.core.anomaly.DetectorState;
import io.gatecast.core.calibrate.CalibrationState;
import io.gatecast.core.calibrate.Calibrator;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.Arrays;

/**
 * All that is remembered of one series between two observations: clock, scale, recent values, hidden state and the
 * forecasts that wait for their outcome.
 *
 * <p>Belongs to the model it was made for. Advanced in place by {@link Forecaster#step}; one owner, one thread. {@link
 * SeriesStateCodec} turns it into bytes and back.
 */
public final class SeriesState {
    final double[] anchor;
    final ColumnView[] view;
    final RunningScale[] scale;
    final float[][] hidden;
    final CalibrationState[] calibration; // [target]
    DetectorState detector; // null: nothing is detected
    long steps;
    long clockMs;

    SeriesState(Model model, Calibrator calibrator, int history, DetectorState detector) {
        ModelSpec spec = model.spec();
        int kept = Math.max(spec.ringLength(), history);
        int columns = spec.columns().size();
        anchor = new double[columns];
        view = new ColumnView[columns];
        scale = new RunningScale[columns];
        for (int c = 0; c < columns; c++) {
            anchor[c] = Double.NaN;
            view[c] = model.newView(Window.empty(spec.ringLength(), kept), c);
            scale[c] = new RunningScale(spec.scaleWindow());
        }
        hidden = model.initialHidden();
        calibration = new CalibrationState[spec.roles().targets()];
        Arrays.setAll(calibration, target -> calibrator.initialState());
        this.detector = detector;
    }

    /**
     * Moves the anchor of a column to the mean of its latest values. A series that has left the place where it began, such
     * as a meter that only counts up, or one whose first value was a mistake, would otherwise lose its digits to float32.
     */
    void moveAnchor(int column, ModelSpec spec) {
        float shift = (float) scale[column].mean();
        anchor[column] += shift;
        scale[column].moveAnchor(view[column].window(), shift, steps, spec.prior(anchor[column]));
        if (column < calibration.length) {
            calibration[column].subtract(shift);
            if (detector != null) {
                detector.subtract(column, shift);
            }
            if (view[column].experts() != null) {
                view[column].experts().subtract(shift);
            }
        }
    }

    /**
     * Number of time steps taken, which is the number of observations seen.
     *
     * @return steps
     */
    public long steps() {
        return steps;
    }

    /**
     * Event time of the latest step.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z; 0 before the first step
     */
    public long clockMs() {
        return clockMs;
    }
}
