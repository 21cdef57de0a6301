package io.gatecast.core.anomaly;

import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StepsAhead;
import java.util.Arrays;
import java.util.List;

/**
 * Detects anomalies of a series in one causal pass: evidence per target column, combined, and the policy that makes alarms of it.
 *
 * <p>For each row {@link #judge judge} is called once per target, then {@link #conclude conclude}; {@link #remember remember} takes
 * the forecasts issued after it. The object holds working space: one per thread. Nothing is allocated per row.
 */
public final class Detector {
    private final DetectorSettings settings;
    private final int median;
    private final ColumnDetector columnDetector;
    private final SeriesAlarms alarms;
    private final int columns;

    /**
     * Creates a detector.
     *
     * @param settings how to detect
     * @param spec the model whose forecasts are judged
     */
    public Detector(DetectorSettings settings, ModelSpec spec) {
        this(settings, spec, StepsAhead.all(spec.horizon()));
    }

    /**
     * Creates a detector for a model of whose forecasts only some steps ahead are computed.
     *
     * @param settings how to detect
     * @param spec the model whose forecasts are judged
     * @param ahead the steps ahead of all quantiles, at least {@link #steps}
     */
    public Detector(DetectorSettings settings, ModelSpec spec, StepsAhead ahead) {
        this.settings = settings;
        median = spec.medianIndex();
        columns = spec.roles().targets();
        columnDetector = new ColumnDetector(settings.profile(), spec.horizon(), ahead, settings.seed());
        alarms = new SeriesAlarms(settings, columns);
    }

    /**
     * The steps ahead of the model's forecasts that are judged.
     *
     * @param settings how to detect
     * @param horizon steps ahead that the model forecasts
     * @return steps, in no order
     */
    public static List<Integer> steps(DetectorSettings settings, int horizon) {
        return settings.profile().leads().stream()
                .map(lead -> Math.min(lead, horizon))
                .toList();
    }

    /**
     * What the latest row gave.
     *
     * @return the result, overwritten by every row
     */
    public Detection detection() {
        return alarms.detection();
    }

    /**
     * State of a series that has seen nothing.
     *
     * @return a new state
     */
    public DetectorState initialState() {
        ColumnState[] states = new ColumnState[columns];
        Arrays.setAll(states, c -> columnDetector.initialState());
        return new DetectorState(settings.profile(), states);
    }

    /**
     * Number of past values per column that have to be kept for this detector.
     *
     * @return values
     */
    public int history() {
        return settings.profile().history();
    }

    /**
     * Turns to a series.
     *
     * @param controls what is asked of its alarms, from the next row on; those of the settings' rules if nobody says
     */
    public void attend(SeriesControls controls) {
        alarms.attend(controls);
    }

    /**
     * Judges a value of one column and takes it in.
     *
     * @param state of the series, updated
     * @param column index among the targets
     * @param timestampMs event time
     * @param value transformed value, NaN if missing
     * @param window transformed values before this one, less the anchor, with {@link #history()} of them
     * @param anchor the anchor
     */
    public void judge(DetectorState state, int column, long timestampMs, double value, Window window, double anchor) {
        double[] kinds = alarms.detection().evidenceOf(column);
        long sinceAlarm = state.alarms.sinceAlarm();
        alarms.drift(
                column,
                columnDetector.judge(state.columns[column], timestampMs, value, window, anchor, sinceAlarm, kinds));
        alarms.missing(column, state.columns[column].missing);
        alarms.weigh(column);
    }

    /**
     * Remembers the forecasts issued after the row judged last.
     *
     * @param state of the series, updated
     * @param column index among the targets
     * @param quantiles corrected quantiles less the anchor, level after level [levels × horizon]
     */
    public void remember(DetectorState state, int column, float[] quantiles) {
        columnDetector.remember(state.columns[column], quantiles, median);
    }

    /**
     * Combines the columns and decides whether to alarm.
     *
     * @param state of the series, updated
     * @param timestampMs event time
     * @param observed value of every column [columns]
     * @param expected what was expected of each, NaN if nothing [columns]
     */
    public void conclude(DetectorState state, long timestampMs, double[] observed, double[] expected) {
        alarms.conclude(state.alarms, timestampMs, observed, expected);
    }
}
