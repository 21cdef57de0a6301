package io.gatecast.core;

import io.gatecast.core.calibrate.Calibrator;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;

/**
 * The forecasting function: {@code (state, observation) → (state, forecast, score)}.
 *
 * <p>Live running, replay, file forecasts and training evaluation all call {@link #step}. It depends on nothing but its
 * arguments and the model, and gives the same bits everywhere. The object holds working space: one per thread. Nothing is
 * allocated per step, but by imported models that read windows or run in ONNX Runtime.
 */
public final class Forecaster {
    private final Model model;
    private final ModelSpec spec;
    private final Calibrator calibrator;
    private final Predictor predictor;
    final SeriesView seen;
    private final float[] nextQuantiles;
    private final double[] transformed;
    private final Step step;

    /**
     * Creates a forecaster.
     *
     * @param model the model, shared
     * @throws io.gatecast.core.imported.EngineUnavailableException if the model is an imported graph and ONNX Runtime is
     *     not on the class path
     */
    public Forecaster(Model model) {
        this.model = model;
        spec = model.spec();
        calibrator = new Calibrator(spec);
        predictor = Predictor.of(model);
        seen = SeriesView.live(spec.roles(), spec.horizon());
        nextQuantiles = new float[spec.levels().size()];
        transformed = new double[spec.columns().size()];
        step = new Step(new Forecast(spec), new Score());
    }

    /**
     * The model.
     *
     * @return model
     */
    public Model model() {
        return model;
    }

    /**
     * State of a series that has seen nothing.
     *
     * @return a new state
     */
    public SeriesState initialState() {
        return new SeriesState(model, calibrator);
    }

    /**
     * Whether an observation can be stepped through: a series starts with a value in every column, afterwards any may be
     * missing.
     *
     * @param state state of the series
     * @param observation candidate
     * @return true if {@link #step} accepts it
     * @throws IllegalArgumentException if the observation has another number of columns of some kind than the model
     */
    public boolean accepts(SeriesState state, Observation observation) {
        if (observation.columns() != transformed.length) {
            throw new IllegalArgumentException("the model takes " + transformed.length + " value columns "
                    + spec.columns() + ", the observation has " + observation.columns());
        }
        requireColumns("known", spec.roles().knownNames(), observation.knownColumns());
        requireColumns("static", spec.roles().staticNames(), observation.staticColumns());
        if (state.steps > 0) {
            return true;
        }
        for (int c = 0; c < transformed.length; c++) {
            if (Double.isNaN(observation.value(c))) {
                return false;
            }
        }
        return true;
    }

    private static void requireColumns(String kind, List<String> names, int found) {
        if (found != names.size()) {
            throw new IllegalArgumentException("the model takes " + names.size() + " " + kind + " columns " + names
                    + ", the observation has " + found);
        }
    }

    /**
     * Takes one time step: judges the observation by the earlier forecast, advances the state and forecasts.
     *
     * @param state state of the series, advanced in place
     * @param observation what was observed; a missing value is replaced by the forecast for it and marked as missing
     * @return forecast and score, overwritten by the next call
     * @throws IllegalArgumentException if the number of columns differs from the model's, or the first observation of
     *     the series lacks a value
     */
    public Step step(SeriesState state, Observation observation) {
        if (!accepts(state, observation)) {
            throw new IllegalArgumentException("the first observation of a series must have a value in every column");
        }
        judge(state, observation);
        push(state, observation);
        look(state, observation);
        forecast(state);
        return step;
    }

    private void judge(SeriesState state, Observation observation) {
        for (int c = 0; c < transformed.length; c++) {
            transformed[c] = spec.transform().apply(observation.value(c), spec.logFloor());
        }
        step.score().absent();
        if (state.steps == 0) {
            System.arraycopy(transformed, 0, state.anchor, 0, transformed.length);
            return;
        }
        calibrator.nextStep(state.calibration, state.steps, nextQuantiles);
        if (Double.isNaN(transformed[0])) {
            return;
        }
        float outcome = (float) (transformed[0] - state.anchor[0]);
        double expected =
                spec.transform().invert(spec.transform().origin(state.anchor[0]), nextQuantiles[spec.medianIndex()]);
        step.score().set(observation.value(0), expected, probability(outcome));
        calibrator.judge(state.calibration, state.steps + 1, outcome);
    }

    private double probability(float outcome) {
        int above = 0;
        while (above < nextQuantiles.length && outcome > nextQuantiles[above]) {
            above++;
        }
        if (above == 0) {
            return spec.levels().get(0) / 2;
        }
        if (above == nextQuantiles.length) {
            return (1 + spec.levels().get(above - 1)) / 2;
        }
        double low = spec.levels().get(above - 1);
        double high = spec.levels().get(above);
        double width = nextQuantiles[above] - nextQuantiles[above - 1];
        return low + (high - low) * (outcome - nextQuantiles[above - 1]) / width;
    }

    private void push(SeriesState state, Observation observation) {
        state.steps++;
        state.clockMs = observation.timestampMs();
        for (int c = 0; c < transformed.length; c++) {
            ColumnView view = state.view[c];
            Window window = view.window();
            boolean missing = Double.isNaN(transformed[c]);
            if (missing) {
                window.push(c == 0 ? assumed(state.anchor[0]) : window.at(0));
            } else {
                window.push((float) (transformed[c] - state.anchor[c]));
            }
            state.scale[c].update(window, state.steps, spec.prior(state.anchor[c]));
            if (state.scale[c].isFarFromAnchor()) {
                state.moveAnchor(c, spec);
            }
            view.set(spec, state.anchor[c], state.scale[c], missing);
        }
    }

    /** The forecast for a missing value; that of a forecast of a forecast may grow without end, no observed value does. */
    private float assumed(double anchor) {
        double lowest = spec.transform().apply(-Observation.MAX_MAGNITUDE, spec.logFloor());
        double highest = spec.transform().apply(Observation.MAX_MAGNITUDE, spec.logFloor());
        double expected = anchor + nextQuantiles[spec.medianIndex()];
        return (float) (Math.max(lowest, Math.min(highest, expected)) - anchor);
    }

    private void look(SeriesState state, Observation observation) {
        seen.setColumns(state.view);
        for (int c = 0; c < observation.knownColumns(); c++) {
            for (int ahead = 0; ahead <= spec.horizon(); ahead++) {
                seen.setKnown(c, ahead, observation.known(c, ahead));
            }
        }
        for (int c = 0; c < observation.staticColumns(); c++) {
            seen.setStatic(c, observation.staticCode(c));
        }
    }

    private void forecast(SeriesState state) {
        float[] quantiles = step.forecast().quantiles;
        predictor.predict(state, seen, quantiles);
        calibrator.order(quantiles, state.view[0].deviation());
        calibrator.remember(state.calibration, state.steps, quantiles);
        calibrator.apply(state.calibration, quantiles);
        step.forecast().issue(state.clockMs, state.steps, state.anchor[0]);
    }
}
