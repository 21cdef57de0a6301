package io.gatecast.core;

import io.gatecast.core.anomaly.Detector;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.calibrate.Calibrator;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.core.ledger.Ledger;
import io.gatecast.core.ledger.LedgerSettings;
import io.gatecast.core.ledger.LedgerState;
import io.gatecast.core.ledger.Standing;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StepsAhead;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The forecasting function: {@code (state, observation) → (state, forecast, score)}.
 *
 * <p>Live running, replay, file forecasts and training evaluation all call {@link #step}. It depends on nothing but its
 * arguments and the model, and gives the same bits everywhere. The object holds working space: one per thread. Nothing is
 * allocated per step, but by imported models that read windows or run in ONNX Runtime.
 */
public final class Forecaster {
    /** Values that a model warms up on though its own ring may be shorter: intervals need some hundred to become right. */
    private static final int MOST_WARMING_STEPS = 1_024;

    private final Model model;
    private final ModelSpec spec;
    private final Optional<DetectorSettings> detection;
    private final LedgerSettings ledgerSettings;
    private final Calibrator calibrator;
    private final Ledger ledger;
    private final WarmUp warmUp;
    private final Predictor predictor;
    private final Optional<Detector> detector;
    final SeriesView seen;
    private final int targets;
    private final int median;
    private final float[][] nextQuantiles; // [target][level]
    private final double[] observed; // [target]
    private final double[] expected;
    private final float[][] quantiles; // [target], those of the step's forecasts
    private final double[] transformed;
    private final Step step;
    private int fetched; // nobody reads it, but were it not written, nothing would be fetched
    private final boolean issues; // whether forecasts are read
    private final boolean scores; // whether anybody needs them
    private SeriesControls controls; // null: those of the detector's settings
    private Forecaster unread; // takes the steps that nobody looks at; null until there is one

    /**
     * Creates a forecaster.
     *
     * @param model the model, shared
     * @throws io.gatecast.core.imported.EngineUnavailableException if the model is an imported graph and ONNX Runtime is
     *     not on the class path
     */
    public Forecaster(Model model) {
        this(model, Optional.empty());
    }

    /**
     * Creates a forecaster that also detects anomalies.
     *
     * @param model the model, shared
     * @param detection how to detect; empty for not at all
     * @throws io.gatecast.core.imported.EngineUnavailableException if the model is an imported graph and ONNX Runtime is
     *     not on the class path
     */
    public Forecaster(Model model, Optional<DetectorSettings> detection) {
        this(model, detection, LedgerSettings.DEFAULT);
    }

    /**
     * Creates a forecaster that keeps its ledger as told.
     *
     * @param model the model, shared
     * @param detection how to detect anomalies; empty for not at all
     * @param ledgerSettings how forecasts are held against what happened
     * @throws io.gatecast.core.imported.EngineUnavailableException if the model is an imported graph and ONNX Runtime is
     *     not on the class path
     */
    public Forecaster(Model model, Optional<DetectorSettings> detection, LedgerSettings ledgerSettings) {
        this(model, detection, ledgerSettings, StepsAhead.all(model.spec().horizon()));
    }

    private Forecaster(
            Model model, Optional<DetectorSettings> detection, LedgerSettings ledgerSettings, StepsAhead ahead) {
        this.model = model;
        this.detection = detection;
        this.ledgerSettings = ledgerSettings;
        spec = model.spec();
        issues = ahead.count() == spec.horizon();
        scores = issues || detection.isPresent();
        calibrator = new Calibrator(spec, ahead);
        ledger = new Ledger(ledgerSettings, spec, ahead);
        warmUp = new WarmUp(model);
        predictor = Predictor.of(model, ahead);
        detector = detection.map(settings -> new Detector(settings, spec, ahead));
        seen = SeriesView.live(spec.roles(), spec.horizon());
        targets = spec.roles().targets();
        median = spec.medianIndex();
        nextQuantiles = new float[targets][spec.levels().size()];
        observed = new double[targets];
        expected = new double[targets];
        transformed = new double[spec.columns().size()];
        step = new Step(
                IntStream.range(0, targets)
                        .mapToObj(t -> new Forecast(spec, t, ahead, ledger))
                        .toList(),
                Stream.of(nextQuantiles).map(next -> new Score(spec, next)).toList(),
                detector.map(Detector::detection));
        quantiles =
                step.forecasts().stream().map(forecast -> forecast.quantiles).toArray(float[][]::new);
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
     * Turns to a series: what is asked of its alarms holds for all steps that follow. Without it the rules of the detector's settings
     * hold for every series.
     *
     * @param controls what is asked of its alarms; ignored if anomalies are not detected
     */
    public void attend(SeriesControls controls) {
        this.controls = controls;
        detector.ifPresent(by -> by.attend(controls));
        if (unread != null && unread != this) {
            unread.attend(controls);
        }
    }

    /**
     * State of a series that has seen nothing.
     *
     * @return a new state
     */
    public SeriesState initialState() {
        return new SeriesState(
                model,
                calibrator,
                ledger,
                ringRows(),
                detector.map(Detector::initialState).orElse(null));
    }

    /** Number of past values of a column that are kept: as far as the model, the naive rules or the detector look back. */
    int ringRows() {
        int most = Math.max(spec.ringLength(), ledger.history());
        return Math.max(most, detector.map(Detector::history).orElse(0));
    }

    boolean isSound(LedgerState state, long steps) {
        return ledger.isSound(state, steps);
    }

    /**
     * What became of the forecasts of a target so far.
     *
     * @param state state of the series
     * @param target index of the target
     * @return a record per group of steps ahead
     */
    public List<GroupRecord> ledger(SeriesState state, int target) {
        return ledger.records(state.ledger[target], state.foundSeasons(target));
    }

    /**
     * What the latest forecast of a target follows from.
     *
     * @param state state of the series, after at least one step
     * @param target index of the target
     * @param values number of latest values told, at most those kept
     * @return a summary, which keeps nothing of the state
     */
    public StateSummary summary(SeriesState state, int target, int values) {
        Window window = state.view[target].window();
        double origin = spec.transform().origin(state.anchor[target]);
        int told = Math.min(values, window.readable());
        List<Double> recent = IntStream.range(0, told)
                .mapToObj(i -> spec.transform().invert(origin, window.at(told - 1 - i)))
                .toList();
        return new StateSummary(
                recent,
                state.unobserved[target],
                state.anchor[target] + state.scale[target].mean(),
                state.scale[target].deviation(),
                calibrator.steps(),
                calibrator.factors(state.calibration[target]));
    }

    /**
     * State of a series that begins again after a long gap: it has forgotten its values, but not how much they vary.
     *
     * @param before state before the gap, unchanged
     * @return a new state
     */
    public SeriesState restarted(SeriesState before) {
        SeriesState state = initialState();
        state.remember(before);
        return state;
    }

    /**
     * Whether a series can begin with an observation: it must have a value in every column.
     *
     * @param observation candidate
     * @return true if no value is missing
     */
    public static boolean canBegin(Observation observation) {
        for (int c = 0; c < observation.columns(); c++) {
            if (Double.isNaN(observation.value(c))) {
                return false;
            }
        }
        return true;
    }

    /**
     * State of a series that another model has forecast until now: this model steps through the values that are left of it, so
     * that hidden state, scale, seasons and calibration are nearly what they would be had it run all along. What is known of
     * the steps ahead was not kept and counts as unknown.
     *
     * @param recent the latest values
     * @param event an observation of the same series, whose static columns hold for all of them
     * @return a new state, whose latest step is that of the values
     * @throws IllegalArgumentException if the number of columns differs from the model's
     */
    public SeriesState warmed(RecentValues recent, Observation event) {
        if (recent.columns() != transformed.length) {
            throw new IllegalArgumentException("the model takes " + transformed.length + " value columns "
                    + spec.columns() + ", the series has " + recent.columns());
        }
        SeriesState state = initialState();
        int most = Math.max(spec.ringLength(), MOST_WARMING_STEPS);
        for (int i = Math.max(0, recent.steps() - most); i < recent.steps(); i++) {
            step(state, recent.at(i, spec.stepMs(), event));
        }
        return state;
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
        if (observation.knownColumns() != spec.roles().known().size()) {
            throw wrongColumns("known", spec.roles().knownNames(), observation.knownColumns());
        }
        if (observation.staticColumns() != spec.roles().statics().size()) {
            throw wrongColumns("static", spec.roles().staticNames(), observation.staticColumns());
        }
        return state.steps > 0 || canBegin(observation);
    }

    private static IllegalArgumentException wrongColumns(String kind, List<String> names, int found) {
        return new IllegalArgumentException("the model takes " + names.size() + " " + kind + " columns " + names
                + ", the observation has " + found);
    }

    /**
     * Takes one time step: judges the observation by the earlier forecast, advances the state and forecasts.
     *
     * @param state state of the series, advanced in place
     * @param observation what was observed; a missing value is replaced by the forecast for it and marked as missing
     * @return a forecast and a score per target, overwritten by the next call
     * @throws IllegalArgumentException if the number of columns differs from the model's, or the first observation of
     *     the series lacks a value
     */
    public Step step(SeriesState state, Observation observation) {
        if (!accepts(state, observation)) {
            throw new IllegalArgumentException("the first observation of a series must have a value in every column");
        }
        fetched = state.fetch();
        judge(state, observation);
        if (detector.isPresent()) {
            detect(state, detector.get(), observation.timestampMs());
        }
        push(state, observation);
        look(state, observation);
        forecast(state);
        return step;
    }

    /**
     * Takes one time step whose results nobody looks at: leaves the state with the same bits as {@link #step}, but computes only
     * those steps ahead that are held against outcomes later.
     *
     * @param state state of the series, advanced in place
     * @param observation what was observed
     * @throws IllegalArgumentException as {@link #step} throws it
     */
    public void advance(SeriesState state, Observation observation) {
        forecasterOf(observation).step(state, observation);
    }

    /** Where a target is missing its band is that of steps further ahead, whichever these are. */
    private Forecaster forecasterOf(Observation observation) {
        for (int t = 0; t < targets && t < observation.columns(); t++) {
            if (Double.isNaN(observation.value(t))) {
                return this;
            }
        }
        if (unread == null) {
            unread = judgedOnly();
        }
        return unread;
    }

    /** A forecaster of what is judged later; this one where a model forecasts all steps in one or each from the one before. */
    private Forecaster judgedOnly() {
        if (model.imported().isPresent() || spec.findsSeasons()) {
            return this;
        }
        Stream<Integer> judged = Stream.concat(calibrator.steps().stream(), ledger.steps().stream());
        Stream<Integer> detected =
                detection.stream().flatMap(settings -> Detector.steps(settings, spec.horizon()).stream());
        StepsAhead ahead = StepsAhead.of(Stream.concat(judged, detected).mapToInt(Integer::intValue));
        if (ahead.count() == spec.horizon()) {
            return this;
        }
        Forecaster judgedOnly = new Forecaster(model, detection, ledgerSettings, ahead);
        if (controls != null) {
            judgedOnly.attend(controls);
        }
        return judgedOnly;
    }

    private void judge(SeriesState state, Observation observation) {
        for (int c = 0; c < transformed.length; c++) {
            transformed[c] = spec.transform().apply(observation.value(c), spec.logFloor());
        }
        for (int t = 0; t < targets; t++) {
            step.scores().get(t).absent();
            step.forecasts().get(t).standing.begin();
        }
        if (state.steps == 0) {
            System.arraycopy(transformed, 0, state.anchor, 0, transformed.length);
            return;
        }
        for (int t = 0; t < targets; t++) {
            judge(state, t, observation);
        }
    }

    private void judge(SeriesState state, int target, Observation observation) {
        calibrator.nextStep(state.calibration[target], state.steps, nextQuantiles[target]);
        warmUp.widen(state, target, nextQuantiles[target]);
        if (Double.isNaN(transformed[target])) {
            return;
        }
        double anchor = state.anchor[target];
        float outcome = (float) (transformed[target] - anchor);
        if (scores) {
            double origin = spec.transform().origin(anchor);
            double expected = spec.transform().invert(origin, nextQuantiles[target][median]);
            double probability = probability(outcome, nextQuantiles[target]);
            step.scores().get(target).set(observation.value(target), expected, probability, origin);
        }
        float weight = model.learned().weight(observation.timestampMs());
        calibrator.judge(state.calibration[target], state.steps + 1, outcome, weight);
        Window window = state.view[target].window();
        int[] seasons = state.foundSeasons(target);
        Standing standing = step.forecasts().get(target).standing;
        ledger.judge(state.ledger[target], state.steps + 1, outcome, weight, window, seasons, standing);
    }

    private void detect(SeriesState state, Detector by, long timestampMs) {
        for (int t = 0; t < targets; t++) {
            Window window = state.view[t].window();
            by.judge(state.detector, t, timestampMs, transformed[t], window, state.anchor[t]);
        }
        for (int t = 0; t < targets; t++) {
            observed[t] = step.scores().get(t).observed();
            expected[t] = step.scores().get(t).expected();
        }
        by.conclude(state.detector, timestampMs, observed, expected);
        Score alarmed = step.scores().get(by.detection().column());
        if (by.detection().alarm() && alarmed.present()) {
            float[] band = nextQuantiles[by.detection().column()];
            double origin = spec.transform().origin(state.anchor[by.detection().column()]);
            alarmed.setBand(
                    spec.transform().invert(origin, band[0]), spec.transform().invert(origin, band[band.length - 1]));
        }
    }

    private double probability(float outcome, float[] quantiles) {
        int above = 0;
        while (above < quantiles.length && outcome > quantiles[above]) {
            above++;
        }
        if (above == 0) {
            return spec.levels().get(0) / 2;
        }
        if (above == quantiles.length) {
            return (1 + spec.levels().get(above - 1)) / 2;
        }
        double low = spec.levels().get(above - 1);
        double high = spec.levels().get(above);
        double width = quantiles[above] - quantiles[above - 1];
        return low + (high - low) * (outcome - quantiles[above - 1]) / width;
    }

    private void push(SeriesState state, Observation observation) {
        state.steps++;
        state.moveClock(observation.timestampMs());
        for (int c = 0; c < transformed.length; c++) {
            ColumnView view = state.view[c];
            Window window = view.window();
            boolean missing = Double.isNaN(transformed[c]);
            if (missing) {
                window.push(c < targets ? assumed(state.anchor[c], nextQuantiles[c]) : window.at(0));
            } else {
                window.push((float) (transformed[c] - state.anchor[c]));
            }
            state.scale[c].update(window, state.steps, state.prior(c, spec));
            if (state.scale[c].isFarFromAnchor()) {
                state.moveAnchor(c, spec);
            }
            view.set(spec, state.anchor[c], state.scale[c], missing);
            view.updateExperts(state.clockMs, missing);
            if (c < targets) {
                state.unobserved[c] = missing ? state.unobserved[c] + 1 : 0;
            }
        }
    }

    /** The forecast for a missing value; that of a forecast of a forecast may grow without end, no observed value does. */
    private float assumed(double anchor, float[] quantiles) {
        double lowest = spec.transform().apply(-Observation.MAX_MAGNITUDE, spec.logFloor());
        double highest = spec.transform().apply(Observation.MAX_MAGNITUDE, spec.logFloor());
        double expected = anchor + quantiles[median];
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
        predictor.predict(state, seen, quantiles);
        for (int t = 0; t < targets; t++) {
            guide(state, t);
            float deviation = state.view[t].deviation();
            calibrator.order(quantiles[t], deviation);
            calibrator.widen(quantiles[t], state.unobserved[t]);
            calibrator.remember(state.calibration[t], state.steps, quantiles[t]);
            calibrator.apply(state.calibration[t], quantiles[t]);
            warmUp.widen(state, t, quantiles[t]);
            ledger.remember(state.ledger[t], state.steps, quantiles[t]);
            if (detector.isPresent()) {
                detector.get().remember(state.detector, t, quantiles[t]);
            }
            if (issues) {
                step.forecasts().get(t).issue(state);
            }
        }
    }

    private void guide(SeriesState state, int t) {
        Window window = state.view[t].window();
        ledger.guide(
                state.ledger[t],
                state.steps,
                window,
                state.foundSeasons(t),
                quantiles[t],
                step.forecasts().get(t).standing);
    }
}
