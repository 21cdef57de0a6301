package io.gatecast.core.train;

import io.gatecast.core.LearnedRows;
import io.gatecast.core.Observation;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.ExpertState;
import io.gatecast.core.feature.Features;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A series transformed and scaled once, as the forecaster would see it row by row.
 *
 * <p>A missing value is replaced by the value one longest season before, or else the one before. 8 to 16 bytes per value.
 */
final class PreparedSeries {
    private static final int CHECKPOINT_EVERY = 256;

    private final ModelSpec spec;
    private final TrainingSeries source;
    private final int first;
    private final float[][] values;
    private final float[][] mean;
    private final float[][] deviation;
    private final double[] anchor;
    private final float[][] known;
    private final double[] statics;
    private final int validationStart;
    private final double[] errorScale; // [target]
    private final Features features;
    private final List<ExpertState> checkpoints = new ArrayList<>();

    PreparedSeries(ModelSpec spec, TrainingSeries source, int validationStart) {
        this.spec = spec;
        this.source = source;
        int columns = spec.columns().size();
        first = firstComplete(source);
        this.validationStart = Math.max(0, validationStart - first);
        int rows = source.rows() - first;
        values = new float[columns][rows];
        mean = new float[columns][rows];
        deviation = new float[columns][rows];
        anchor = new double[columns];
        for (int c = 0; c < columns; c++) {
            prepare(c, rows);
        }
        errorScale = new double[spec.roles().targets()];
        Arrays.setAll(errorScale, this::errorScale);
        known = new float[spec.roles().known().size()][source.knownRows() - first];
        for (int c = 0; c < known.length; c++) {
            for (int row = 0; row < known[c].length; row++) {
                known[c][row] = spec.roles().known().get(c).scaled(source.known(c, first + row));
            }
        }
        statics = source.staticCodes(spec.roles());
        features = new Features(spec);
        if (spec.findsSeasons()) {
            keepCheckpoints(rows);
        }
    }

    /** All series, each with the first row of its validation part. */
    static List<PreparedSeries> all(ModelSpec spec, List<TrainingSeries> series, int[] validationStarts) {
        return IntStream.range(0, validationStarts.length)
                .parallel()
                .mapToObj(i -> new PreparedSeries(spec, series.get(i), validationStarts[i]))
                .toList();
    }

    /** First row with a value in every column, or the number of rows. */
    static int firstComplete(TrainingSeries source) {
        int columns = source.columns().size();
        for (int row = 0; row < source.rows(); row++) {
            boolean complete = true;
            for (int c = 0; c < columns; c++) {
                complete &= !Double.isNaN(source.value(c, row));
            }
            if (complete) {
                return row;
            }
        }
        return source.rows();
    }

    private void prepare(int column, int rows) {
        if (rows == 0) {
            return;
        }
        int season =
                spec.seasons().isEmpty() ? 1 : spec.seasons().get(spec.seasons().size() - 1);
        anchor[column] = transformed(column, 0);
        Window window = Window.over(spec.ringLength(), values[column]);
        RunningScale scale = new RunningScale(spec.scaleWindow());
        double prior = spec.prior(anchor[column]);
        for (int row = 0; row < rows; row++) {
            double value = transformed(column, row);
            values[column][row] = Double.isNaN(value)
                    ? values[column][row >= season ? row - season : row - 1]
                    : (float) (value - anchor[column]);
            window.moveTo(row + 1);
            scale.update(window, row + 1L, prior);
            mean[column][row] = (float) scale.mean();
            deviation[column][row] = (float) scale.deviation();
        }
    }

    private double transformed(int column, int row) {
        return spec.transform().apply(source.value(column, first + row), spec.logFloor());
    }

    /** Mean absolute seasonal difference of the training part, in the source's units: the denominator of MASE. */
    private double errorScale(int target) {
        int season = spec.seasons().isEmpty() ? 1 : spec.seasons().get(0);
        double sum = 0;
        int count = 0;
        for (int row = season; row < Math.max(validationStart, 0); row++) {
            double difference = source.value(target, first + row) - source.value(target, first + row - season);
            if (!Double.isNaN(difference)) {
                sum += Math.abs(difference);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    int rows() {
        return values[0].length;
    }

    TrainingSeries source() {
        return source;
    }

    /** Index in the source of this series' row 0: the first row with a value in every column. */
    int first() {
        return first;
    }

    /** Event time of the newest row before the validation parts; {@link LearnedRows#NEVER} if there is none. */
    static long newestLearnedMs(List<PreparedSeries> prepared) {
        return prepared.stream()
                .filter(series -> series.validationStart > 0)
                .mapToLong(series -> series.timestampMs(series.validationStart - 1))
                .max()
                .orElse(LearnedRows.NEVER);
    }

    /** First row of the validation part. */
    int validationStart() {
        return validationStart;
    }

    /** Denominator of MASE of a target, 0 if it cannot be computed. */
    double meanAbsoluteSeasonalDifference(int target) {
        return errorScale[target];
    }

    /** Whether there is nothing to learn, because no target has errors that can be scaled. */
    boolean isFlat() {
        return Arrays.stream(errorScale).allMatch(scale -> scale == 0);
    }

    boolean missing(int column, int row) {
        return Double.isNaN(source.value(column, first + row));
    }

    /** A view over the whole series, to be moved by {@link #moveTo}. */
    SeriesView newView() {
        ColumnView[] columns = new ColumnView[values.length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = features.newView(Window.over(spec.ringLength(), values[c]), c);
        }
        SeriesView view = new SeriesView(spec.roles(), columns, known);
        for (int c = 0; c < statics.length; c++) {
            view.setStatic(c, statics[c]);
        }
        return view;
    }

    void moveTo(int row, SeriesView view) {
        if (spec.findsSeasons()) {
            catchUp(row, view.columns()[0]);
        }
        for (int c = 0; c < values.length; c++) {
            ColumnView column = view.columns()[c];
            column.window().moveTo(row + 1);
            column.set(spec, anchor[c], mean[c][row], deviation[c][row], missing(c, row));
        }
        view.moveTo(row);
    }

    private void keepCheckpoints(int rows) {
        ColumnView view = newView().columns()[0];
        for (int row = 0; row < rows; row++) {
            if (row % CHECKPOINT_EVERY == 0) {
                checkpoints.add(view.experts().copy());
            }
            catchUp(row, view);
        }
    }

    /** Lets the experts see all rows up to one, from the nearest place before it. */
    private void catchUp(int row, ColumnView view) {
        ExpertState experts = view.experts();
        int nearest = row / CHECKPOINT_EVERY;
        if (experts.steps() > row + 1 || experts.steps() < (long) nearest * CHECKPOINT_EVERY) {
            experts.set(checkpoints.get(nearest));
        }
        for (int next = (int) experts.steps(); next <= row; next++) {
            view.window().moveTo(next + 1);
            view.updateExperts(timestampMs(next), missing(0, next));
        }
    }

    /** What the forecaster would be given at a row. */
    Observation observation(int row) {
        return source.observation(first + row, spec.horizon(), statics);
    }

    long timestampMs(int row) {
        return source.timestampMs(first + row);
    }

    /** The targets of all steps ahead of an origin that lie in the training part, scaled and clipped; NaN where there is none. */
    void trainingTargets(int target, int originRow, TargetFeatures scale, float clip, float[] into) {
        for (int k = 1; k <= into.length; k++) {
            boolean known = originRow + k < validationStart;
            into[k - 1] = known ? scaledTarget(target, originRow + k, k, scale, clip) : Float.NaN;
        }
    }

    /** A target of a row in the scale of a step ahead, clipped; NaN if missing. */
    float scaledTarget(int target, int row, int ahead, TargetFeatures scale, float clip) {
        if (missing(target, row)) {
            return Float.NaN;
        }
        float scaled = (values[target][row] - scale.center()[ahead - 1]) / scale.unit()[ahead - 1];
        return Math.max(-clip, Math.min(clip, scaled));
    }

    /** How much a scaled error of a target at an origin counts in MASE; 0 if that cannot be computed. */
    double scaledErrorWeight(int target, int originRow) {
        if (errorScale[target] == 0) {
            return 0;
        }
        if (spec.findsSeasons()) {
            return 1;
        }
        double unit = spec.transform() == Transform.LOG ? StrictMath.exp(anchor[target] + mean[target][originRow]) : 1;
        return deviation[target][originRow] * unit / errorScale[target];
    }

    /** How much a scaled error of a target at an origin counts as a share of the value; 0 if values are not logarithms. */
    double relativeErrorWeight(int target, int originRow) {
        return spec.transform() == Transform.LOG ? deviation[target][originRow] : 0;
    }
}
