package io.gatecast.core;

import io.gatecast.core.anomaly.DetectorState;
import io.gatecast.core.calibrate.CalibrationState;
import io.gatecast.core.calibrate.Calibrator;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.CommonInterval;
import io.gatecast.core.kernel.CacheLines;
import io.gatecast.core.kernel.Fingerprint;
import io.gatecast.core.ledger.Ledger;
import io.gatecast.core.ledger.LedgerState;
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
    final LedgerState[] ledger; // [target]
    final int[] unobserved; // [target], number of latest steps without a value
    final double[] priors; // [column], deviation before a long gap, 0 if unknown
    DetectorState detector; // null: nothing is detected
    long steps;
    long clockMs;
    long warmedUpAfter; // observations behind the checkpoint of another model, 0 = none
    final CommonInterval interval = new CommonInterval();

    SeriesState(Model model, Calibrator calibrator, Ledger ledgers, int ringRows, DetectorState detector) {
        ModelSpec spec = model.spec();
        int columns = spec.columns().size();
        anchor = new double[columns];
        view = new ColumnView[columns];
        scale = new RunningScale[columns];
        for (int c = 0; c < columns; c++) {
            anchor[c] = Double.NaN;
            view[c] = model.newView(Window.empty(spec.ringLength(), ringRows), c);
            scale[c] = new RunningScale(spec.scaleWindow());
        }
        hidden = model.initialHidden();
        calibration = new CalibrationState[spec.roles().targets()];
        Arrays.setAll(calibration, target -> calibrator.initialState());
        ledger = new LedgerState[calibration.length];
        Arrays.setAll(ledger, target -> ledgers.initialState());
        this.detector = detector;
        unobserved = new int[calibration.length];
        priors = new double[columns];
    }

    /**
     * Takes over what outlasts a long gap: how much the series varies, how wrong the model is about that, since when it has it,
     * and the ledger.
     */
    void remember(SeriesState before) {
        warmedUpAfter = before.warmedUpAfter;
        for (int c = 0; c < priors.length; c++) {
            priors[c] = before.scale[c].deviation();
        }
        for (int t = 0; t < calibration.length; t++) {
            calibration[t].remember(before.calibration[t]);
            ledger[t].remember(before.ledger[t]);
        }
    }

    /**
     * Reads ahead of its use what the next step needs.
     *
     * @return what must be kept by somebody, without meaning
     */
    int fetch() {
        int bits = detector == null ? 0 : detector.fetch();
        for (ColumnView column : view) {
            bits |= column.window().fetch();
        }
        for (int t = 0; t < calibration.length; t++) {
            bits |= calibration[t].fetch() | ledger[t].fetch();
        }
        for (float[] layer : hidden) {
            bits |= CacheLines.fetch(layer);
        }
        return bits;
    }

    /** Seasons found in a target so far; null if the model's are fixed. */
    int[] foundSeasons(int target) {
        return view[target].experts() == null ? null : view[target].experts().seasons();
    }

    /** Standard deviation of a column to assume before any is seen. */
    double prior(int column, ModelSpec spec) {
        return priors[column] > 0 ? priors[column] : spec.prior(anchor[column]);
    }

    /** Moves the clock and lets the distance from the step before vote for the most common one. */
    void moveClock(long toMs) {
        long distanceMs = toMs - clockMs;
        clockMs = toMs;
        if (steps > 1) {
            interval.vote(distanceMs);
        }
    }

    /**
     * Moves the anchor of a column to the mean of its latest values. A series that has left the place where it began, such
     * as a meter that only counts up, or one whose first value was a mistake, would otherwise lose its digits to float32.
     */
    void moveAnchor(int column, ModelSpec spec) {
        float shift = (float) scale[column].mean();
        anchor[column] += shift;
        scale[column].moveAnchor(view[column].window(), shift, steps, prior(column, spec));
        if (column < calibration.length) {
            calibration[column].subtract(shift);
            ledger[column].subtract(shift);
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

    /**
     * A hash of what the latest step has changed: clock, scale, newest values, hidden vectors, calibration, ledger and experts.
     * What lies further back was part of it at earlier steps; the detector, which forecasts nothing, is left out. Two series
     * with equal hashes at every step have, but for coincidence, the same state.
     *
     * @return 64 bits, equal for equal states on every platform
     */
    public long hash() {
        Fingerprint hash = new Fingerprint().add(steps).add(clockMs);
        for (int c = 0; c < anchor.length; c++) {
            hash.add(anchor[c]).add(scale[c].sum()).add(scale[c].sumOfSquares());
            if (steps > 0) {
                hash.add(view[c].window().at(0));
            }
        }
        for (float[] layer : hidden) {
            hash.add(layer);
        }
        for (int t = 0; t < calibration.length; t++) {
            hash.add(unobserved[t]).add(calibration[t].theta()).add(calibration[t].regimes());
            ledger[t].addTo(hash);
            if (view[t].experts() != null) {
                view[t].experts().addTo(hash);
            }
        }
        return hash.value();
    }
}
